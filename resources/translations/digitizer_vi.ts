<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi" sourcelanguage="en">
<context>
    <name>ClerkScreen</name>
    <message>
        <source>Taking in files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reuse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not reuse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the kind of paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the unread pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand over for verification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the page large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No dossier is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a dossier on the left or open a new one for the citizen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find by name, code or procedure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My dossiers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have not opened a dossier yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} pages are saved; they are being read now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading dossier {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Papers (*.jpg *.jpeg *.png *.tif *.tiff *.pdf *.bmp *.webp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper is reused; no page was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove page {number} from the dossier? The original file stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dossier was handed over for verification.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Opening the records…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program was stopped by a fault last time. Everything that was shown as saved is there; the log is in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The records cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting up the office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program met an error it did not foresee and will close. Everything that was shown as saved is safe. Please send this file to your administrator: {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unforeseen error</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DossierPane</name>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No page yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop images, multi-page TIFF or PDF files here, or add files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check list of components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Papers found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What needs a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} · received {received} · result due {due}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returned by the supervisor: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components: {missing} required still missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components: all required are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Papers found: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What needs a look: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages: {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FieldRowView</name>
    <message>
        <source>Keep mine (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take theirs (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has saved “{theirs}” meanwhile. Yours is “{mine}”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FieldsPane</name>
    <message>
        <source>Fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No field is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a dossier on the left to check its fields.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FirstStartScreen</name>
    <message>
        <source>Practice office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three officers and sample dossiers of invented people, everything marked as a specimen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up a new office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first administrator chooses a password and then adds the officers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digitization workstation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no data on this machine yet. How would you like to begin?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People&apos;s Committee of … Commune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name of the office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Place printed before dates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Your full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Login name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pass&amp;word (at least 8 characters)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up the office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please fill in the name of the office, your name and a login name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password needs at least 8 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two passwords differ. Please type them again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys valid here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keying</name>
    <message>
        <source>An empty line is no answer. Type the value, or say why there is none: Ctrl+B blank, Ctrl+U unreadable, Ctrl+N not applicable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The field was left empty, so its value before stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has just changed this value. Look at it again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ListPane</name>
    <message>
        <source>Dossiers to check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Papers of the dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting to be checked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Digitization workstation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PRACTICE OFFICE – specimen data, nothing here has legal force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys valid here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask again for what is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close all notices</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewDossierDialog</name>
    <message>
        <source>New dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type part of the procedure&apos;s name or code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search procedures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Procedures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which procedure?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose dossier? (may be left to the papers)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Close this notice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OfficersScreen</name>
    <message>
        <source>Officers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the officer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Login name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pass&amp;word (at least 8 characters)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New officer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please fill in name and login and choose at least one seat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password needs at least 8 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} may sign in now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OwnerDialog</name>
    <message>
        <source>Owner of the dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OwnerForm</name>
    <message>
        <source>12 digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Owner of the dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Personal id number</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page image</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageWindow</name>
    <message>
        <source>Loading the page…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the page</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>This paper has no page here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The page is being fetched…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page {number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This page cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PagesModel</name>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not readable: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved, being read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page {number}, from {file}: {state}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecordsScreen</name>
    <message>
        <source>Compose the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the PDF as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No result is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified dossiers wait on the left for their results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find by name, code or procedure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified dossiers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No dossier has been verified yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Composing the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result is signed; the verdict is beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result No. {number} is released.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RefusalDialog</name>
    <message>
        <source>Do not reuse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why is the paper in the records not used?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper has changed since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It belongs to somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is no longer valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The citizen hands in a new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultPane</name>
    <message>
        <source>Preview of the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result is not composed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is composed from the values the supervisor verified.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page {number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict on the signature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked right after signing, {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} · result due {due}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} · No. {number} · composed {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReturnPanel</name>
    <message>
        <source>A page is missing or cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A page cannot be read; scan it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A paper belongs to another dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The type of a paper is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The papers contradict each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another reason (say which)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What should the clerk do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return the dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not return</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason for returning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words for the clerk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say in a few words why the dossier goes back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignDialog</name>
    <message>
        <source>Sign the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key file (*.p12, *.pfx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Key file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pass&amp;word of the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign with a test key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the key file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key files (*.p12 *.pfx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose the key file first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>Officers of the practice office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practice office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the officer whose seat you want to take. Nothing here is real.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please sign in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Login name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VerificationScreen</name>
    <message>
        <source>Nothing waits to be checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dossiers appear here when a clerk hands them over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} · due {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} to see</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper of unknown type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper {number} of {total} · {count} fields need a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper {number} of {total} · every field is settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The type of this paper is unknown. Return the dossier (F8) to have it chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every field of this paper is settled. Enter again accepts the paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} fields of this paper still need a person; this is the first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every paper is settled. Ctrl+Shift+Enter finishes the check.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No other page has a field that needs a person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No words were read there. Type the value; the place is kept with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} went back to the clerk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} is verified.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkRow</name>
    <message>
        <source>Stop: {work}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping; what is finished is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>clerk</name>
    <message>
        <source>{days} working days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{pages} pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Required</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of paper not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page {numbers}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No page: it stands in the records already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose its kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen by an officer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Already in the records: {paper}, verified on {day} by {officer} in dossier {dossier}. Reusing it adds no page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(Offer {number} of {total})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>field_words</name>
    <message>
        <source>Decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blank on the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the file&apos;s own text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the QR code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the machine-readable lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Derived from other fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From an earlier dossier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the note below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A person stands for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found on the page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read with doubt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>page_keys</name>
    <message>
        <source>Move the page view left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the page view right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the page view up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the page view down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enlarge the page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the page smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the page&apos;s width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn the view a quarter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the field&apos;s place on the page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the boxes while held</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>records</name>
    <message>
        <source>due {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate of {owner}, issued by {issuer}, valid until {day}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a test key: what it signs has no legal force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The signature is not valid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The signature is valid, but made with a test key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The signature is valid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confirmed by a time stamp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by this machine&apos;s clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signer, certificate issued by {issuer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of signing, {how}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unchanged since signing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed after signing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made on this machine for practice; it proves nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusted certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leads to a trusted authority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It leads to no trusted authority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive format PDF/A-{flavour}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conforms, checked after signing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not in the archive format PDF/A</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>roles</name>
    <message>
        <source>One-stop clerk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records officer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>seats</name>
    <message>
        <source>Intake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Officers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>verification</name>
    <message>
        <source>Accept, go to the next field that needs a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo typing; put the machine&apos;s value back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blank on the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take reading {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next page with a field that needs a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous page with a field that needs a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next page of the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous page of the paper</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Taking in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Being verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be composed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not handed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be looked up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look it up in the database, do not ask for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown for comparison, not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the electronic copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret, do not scan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Electronic copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
