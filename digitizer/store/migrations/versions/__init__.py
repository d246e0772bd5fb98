"""One module per change of the schema; revisions are counted up: 0001, 0002 …"""
