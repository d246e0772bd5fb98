"""Every finding and note of a verdict has a sentence in both languages."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

import signing.errors
from signing.errors import SigningError

ROOT = Path(__file__).parents[2]
SENTENCES = tomllib.loads(
    (ROOT / "resources" / "messages" / "signing.toml").read_text(encoding="utf-8")
)
SOURCE = (ROOT / "signing" / "verify.py").read_text(encoding="utf-8")


def codes() -> set[str]:
    """Return the codes of errors, and the literals of verify.py that look like codes."""
    kinds = [kind for kind in vars(signing.errors).values() if isinstance(kind, type)]
    errors = {kind.code for kind in kinds if issubclass(kind, SigningError)}
    functions = [
        node
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.FunctionDef)
        and node.name
        in {"check", "_problem", "_notes", "_document_timestamp_problems", "_unreadable"}
    ]
    literals = {
        node.value
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return errors | {text for text in literals if text.replace("-", "").isalpha() and "-" in text}


@pytest.mark.parametrize("code", sorted(codes() | {"altered", "untrusted"}))
def test_a_code_has_a_sentence(code: str) -> None:
    for language in ("vi", "en"):
        assert SENTENCES[code][language].endswith(".")


def test_the_codes_were_found_in_the_source() -> None:
    assert {"changed-after-signing", "no-signature", "test-certificate-accepted"} <= codes()
    assert "wrong-pin" in codes()
