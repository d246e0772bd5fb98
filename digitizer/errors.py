"""Errors that can happen and that a person can do something about.

Each has a ``code``; the sentence a person reads stands in ``resources/messages/<language>.toml``
under that code, with the error's ``details`` as named places. Whatever else is raised is a bug.
"""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override


class DigitizerError(Exception):
    """A situation the program foresees and can explain."""

    code: ClassVar[str] = "failure"

    def __init__(self, **details: object) -> None:
        self.details: dict[str, object] = details
        super().__init__(self.code)

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Keep the details when the error crosses a process border."""
        return (_rebuild, (type(self), self.__dict__))


def _rebuild(kind: type[DigitizerError], state: dict[str, object]) -> DigitizerError:
    # some ask for more than details when they are made
    error = kind.__new__(kind, kind.code)
    error.__dict__.update(state)
    return error


class EngineError(DigitizerError):
    """An engine (recognition, signing) refused; ``engine_code`` is its own code."""

    code = "engine-failed"

    def __init__(self, engine_code: str, **details: object) -> None:
        super().__init__(**details)
        self.engine_code = engine_code


class NotAllowedError(DigitizerError):
    """The officer's roles do not include this action."""

    code = "not-allowed"


class MaintainerNeededError(NotAllowedError):
    """In an office this is done on the connection of who maintains its database."""

    code = "maintainer-needed"


class FourEyesError(DigitizerError):
    """The officer has done an earlier step on this dossier that bars this one."""

    code = "four-eyes"


class WrongStateError(DigitizerError):
    """The dossier or result is not in a state from which this move is allowed."""

    code = "wrong-state"


class ReplyTooEarlyError(WrongStateError):
    """Papers came to a dossier that is being verified; details: dossier."""

    code = "reply-too-early"


class NotPracticeError(DigitizerError):
    """Only a practice office can be taken away; this one is an office's own."""

    code = "not-practice"


class StaleError(DigitizerError):
    """Somebody else has changed this value since it was shown."""

    code = "stale"


class SerialTakenError(DigitizerError):
    """Another paper has taken the number while this one was being made."""

    code = "serial-taken"


class NotFoundError(DigitizerError):
    """Nothing is stored under this name."""

    code = "not-found"


class DefinitionError(DigitizerError):
    """A definition file (document type, procedure, rule, template) is wrong."""

    code = "definition-wrong"


class DiskFullError(DigitizerError):
    """The disk has no room; what was being written was not kept."""

    code = "disk-full"


class StoreBusyError(DigitizerError):
    """Another program holds the store."""

    code = "store-busy"


class StoreDamagedError(DigitizerError):
    """The store or a vault file does not read back as it was written."""

    code = "store-damaged"


class WrongKeyError(DigitizerError):
    """The store's key is missing or does not open it."""

    code = "wrong-key"


class RecoveryTextError(WrongKeyError):
    """The text of a recovery sheet was mistyped; details: digits, wanted, other (no hex digits)."""

    code = "recovery-text"


class WrongPassphraseError(WrongKeyError):
    """The passphrase over a store's key is another one."""

    code = "wrong-passphrase"


class NewerStoreError(DigitizerError):
    """The store was written by a newer version of the program."""

    code = "newer-store"


class CopiesUnsignedError(DigitizerError):
    """Copies of paper lack the signature of who scanned them; details: count."""

    code = "copies-unsigned"


class SentBackError(DigitizerError):
    """A result was sent back and waits to be composed again; details: number, officer, reason."""

    code = "result-sent-back"


class NotSealedError(DigitizerError):
    """A result is to be released before the agency has signed it; details: number."""

    code = "result-not-sealed"


class LayoutError(DefinitionError):
    """A template's layout cannot be typeset; details: file, line (0 unknown), problem."""

    code = "layout-wrong"

    def __init__(self, *, file: str, line: int, problem: str) -> None:
        super().__init__(file=file, line=line, problem=problem, key=problem, nearest="")


class TemplateUnknownError(DigitizerError):
    """There is no template of this code; details: template, nearest."""

    code = "template-unknown"


class DataUnfitError(DigitizerError):
    """Data to compose from does not fit its template; details: file, key, nearest, problem."""

    code = "data-unfit"


class NotComposableError(DigitizerError):
    """A result cannot be composed because fields of its template are missing.

    Details: field (the first), title (of all), fields (the names of all).
    """

    code = "not-composable"


class IncompleteDossierError(DigitizerError):
    """Required components are missing."""

    code = "incomplete-dossier"


class UndecidedFieldsError(DigitizerError):
    """Fields that need a person have not been decided, or findings block."""

    code = "undecided-fields"


class UnreadPagesError(DigitizerError):
    """Pages are still waiting to be read."""

    code = "pages-unread"


class UnknownTypeError(DigitizerError):
    """Papers whose type is unknown are still in the dossier."""

    code = "document-type-unknown"


class UnknownProcedureError(DigitizerError):
    """There is no procedure with this code; details: code_given, nearest."""

    code = "procedure-unknown"


class FailedPagesError(DigitizerError):
    """Pages could not be read; they must be read again or taken out."""

    code = "pages-failed"


class UnfitValueError(DigitizerError):
    """A typed value is too long, or given together with an absence; details: length, limit."""

    code = "value-unfit"


class UnfitEvidenceError(DigitizerError):
    """The rectangle does not lie on a page of this dossier."""

    code = "evidence-unfit"


class ReasonMissingError(DigitizerError):
    """A dossier is returned only with a reason."""

    code = "reason-missing"


class SecretNotGivenError(DigitizerError):
    """Nobody is there to be asked for a secret; details: variable."""

    code = "secret-not-given"


class WrongPasswordError(DigitizerError):
    """The login or the password is wrong."""

    code = "wrong-password"


class FileUnreadableError(DigitizerError):
    """A file or folder the person named cannot be read from or written to."""

    code = "file-unreadable"


class SignInPausedError(WrongPasswordError):
    """After several wrong passwords the next attempt has to wait."""

    code = "sign-in-paused"


class LoginTakenError(DigitizerError):
    """Another officer already signs in under this name."""

    code = "login-taken"


class PictureUnfitError(DigitizerError):
    """A picture of a signature or seal cannot be used; details: reason."""

    code = "picture-unfit"


class DueDateError(DigitizerError):
    """A dossier's new due date is none, past, or not later than the old one; details: due."""

    code = "due-date-unfit"


class InvalidResultError(DigitizerError):
    """A result whose signature is not valid was to go out without a reason; details: number."""

    code = "result-not-valid"


class UnprintableError(NotComposableError):
    """A field holds characters the result's fonts cannot print; details: field, title, signs."""

    code = "unprintable"


class WouldOverwriteError(DigitizerError):
    """What is to be written would replace a file that was given; details: target."""

    code = "would-overwrite"


class WeakPasswordError(DigitizerError):
    """A new password breaks the rules; details: reason, least, most."""

    code = "password-weak"


class OfficerDisabledError(WrongPasswordError):
    """The officer may no longer sign in."""

    code = "officer-disabled"


class LastAdministratorError(DigitizerError):
    """Without this officer nobody could manage officers any more; details: login."""

    code = "last-administrator"


class JournalBrokenError(DigitizerError):
    """A row of the journal is altered, missing or out of order; details: row."""

    code = "journal-broken"


class HeadPageError(DigitizerError):
    """A file is no page that states the head of a journal."""

    code = "head-page"


class PassphraseNeededError(WrongKeyError):
    """The store's key is under a passphrase that was not given."""

    code = "passphrase-needed"


class BackupDamagedError(DigitizerError):
    """A backup does not read back as it was written; details: name, reason."""

    code = "backup-damaged"


class RestoreRefusedError(DigitizerError):
    """A restore would replace a store that is not older, or another office's; details: folder."""

    code = "restore-refused"


class StoreUnreachableError(DigitizerError):
    """The office's database server does not answer; what was typed is still in the window."""

    code = "store-unreachable"


class CertificateRefusedError(DigitizerError):
    """A certificate does not let anybody sign in; details: reason."""

    code = "certificate-refused"


class TokenNotBoundError(DigitizerError):
    """Nobody bound this token's certificate on this desk of an office."""

    code = "token-not-bound"


class TokenPasswordStaleError(DigitizerError):
    """The password was changed since the token was bound on this desk."""

    code = "token-password-stale"


class ScannerMissingError(DigitizerError):
    """No scanner answers; files are taken in all the same."""

    code = "scanner-missing"


class ObjectsRefusedError(DigitizerError):
    """A store of files (S3) answers, but refuses; details: reason, as the server names it."""

    code = "objects-refused"


class QueueFullError(DigitizerError):
    """Too many pages wait for the office's workers; details: waiting."""

    code = "queue-full"


class ClaimedError(DigitizerError):
    """Somebody else works on this dossier now; details: dossier, officer, until."""

    code = "claimed"


class ReportPlanError(DigitizerError):
    """A report that is to be made by itself lacks a name, a form, or its one place."""

    code = "report-plan-incomplete"


class PeriodError(DigitizerError):
    """A period ends before it begins, or is longer than ten years; details: first, last."""

    code = "period-unfit"


class FormatMissingError(DigitizerError):
    """A format needs a library of the extra ``analytics`` that is not installed."""

    code = "format-missing"


class HeldError(DigitizerError):
    """The dossier must not be erased yet; details: dossier, reason."""

    code = "held"


class BackupMissingError(DigitizerError):
    """The records have never been backed up."""

    code = "backup-missing"


class BackupOldError(DigitizerError):
    """The last backup is too old; details: days."""

    code = "backup-old"


class ClockOffError(DigitizerError):
    """This machine's clock goes wrong; details: seconds, source."""

    code = "clock-off"


class KeyExposedError(DigitizerError):
    """The key of the records stands in a plain file; details: place."""

    code = "keyring-missing"


class KeyedTwiceError(DigitizerError):
    """The value is keyed by two persons, each without seeing the other's; details: field."""

    code = "keyed-twice"


class TargetNotMetError(DigitizerError):
    """More errors are to be expected than the office's target leaves; details: errors, allowed."""

    code = "target-not-met"


class ProfileRefusedError(DigitizerError):
    """A file is no organisation profile this program can use; details: reason."""

    code = "profile-refused"


class ProfileAlteredError(DigitizerError):
    """A profile, or a file it deployed, is not as it was signed; details: file."""

    code = "profile-altered"


class ProfileUnknownKeyError(DigitizerError):
    """A profile is signed by a key this desk was not told of; details: fingerprint."""

    code = "profile-unknown-key"


class ProfileExpiredError(DigitizerError):
    """A profile's last day is past; details: name, date."""

    code = "profile-expired"


class ProfileOlderError(DigitizerError):
    """A profile is older than the one in force; details: number, installed."""

    code = "profile-older"


class SettingLockedError(DigitizerError):
    """The organisation has locked this setting; details: setting."""

    code = "setting-locked"
