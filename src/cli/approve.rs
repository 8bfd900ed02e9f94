//! `approve`: one more signature under a pending record; with the last one that is needed it is logged.
//!
//! Specification: `docs/four-eyes.md`. Verifies the archive and the pending record as a checker will, shows what will be
//! signed and what that changes, asks, signs. Appends where nothing is missing and the archive key is here; otherwise
//! writes the file back. Until then nothing is changed.

use std::path::{Path, PathBuf};

use super::approve_key::{self, Own};
use super::archive_args::shown;
use super::awaiting::{State, state};
use super::charter_brings::{Proposed, is_void};
use super::commit::{self, Session, SignArgs, confirm};
use super::not_signed::NotSigned;
use super::out::{Failure, Out};
use super::rebuild::Again;
use super::record_key::RecordKey;
use super::secret::PassphraseSource;
use super::{Env, lacking, leave, pending, proposed, rebuild, sealing, withhold};
use crate::base::{Lang, Say, lang};
use crate::format::charter::{Charter, CharterKey};
use crate::format::files::Files;
use crate::format::pending::Pending;
use crate::format::record::Body;
use crate::seal::{Passphrase, SecretKey};
use crate::store::{create_file, replace_file};
use crate::verify::Missing;

/// Sign a pending record as well
///
/// Verifies the archive and the pending record, shows what will be signed and what that changes, and asks. If all have signed then and the archive key is on this machine, the record is logged; otherwise the file is written back and it is said to whom it goes next. One that all have signed is logged without a further signature.
///
/// Exit codes: 0 signed, or logged; 1 declined, or the record or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft approve house-rules-issue-1a2b3c4d.inkraft\n  inkraft approve house-rules-issue-1a2b3c4d.inkraft --as max-muster\n  inkraft approve charter-1a2b3c4d.inkraft \\\n      --recovery-key /media/safe/recovery-2-1.key"
)]
pub struct Args {
    /// The file of the pending record
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write the signed record to this file (default: in place of the one that was read)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// For a charter: the recovery key to sign with, such as one on a medium (default: one in keys/private)
    #[arg(long, value_name = "FILE")]
    recovery_key: Option<PathBuf>,
    #[command(flatten)]
    sign: SignArgs,
}

/// Why a pending record was not approved. It is as it was.
#[derive(Debug)]
enum NotApproved {
    /// Somebody rejected it: what the file says of that in German and in English.
    Rejected(String, String),
    /// All have signed, and the archive key is not here.
    Complete,
    /// `--recovery-key` with a record that is no charter.
    NoCharter,
}

impl Say for NotApproved {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Rejected(de, en) => lang.pick(de, en).to_owned(),
            Self::Complete => lang::say!(
                lang,
                "alle haben gezeichnet; hier fehlt der Registerschlüssel, um sie einzutragen",
                "all have signed; the archive key to log it with is not here"
            ),
            Self::NoCharter => lang::say!(
                lang,
                "mit einem Wiederherstellungsschlüssel wird nur eine Zeichnungsregelung gezeichnet",
                "a recovery key signs charters only"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Rejected(..) => lang::say!(
                lang,
                "Mit der Person klären, die abgelehnt hat; was gewollt ist, neu unterschreiben.",
                "Settle it with whoever rejected it; sign anew what is wanted."
            ),
            Self::Complete => lang::say!(
                lang,
                "Die Datei auf den Rechner mit dem Registerschlüssel schicken, dort `inkraft approve DATEI`.",
                "Mail the file to the machine with the archive key, run `inkraft approve FILE` there."
            ),
            Self::NoCharter => {
                lang::say!(lang, "Ohne --recovery-key wiederholen.", "Run again without --recovery-key.")
            }
        })
    }
}

/// The PDF did not come out of what was sent with it.
#[derive(Debug)]
enum NotReproduced {
    /// Made on another kind of machine, or not from it.
    Different,
    /// The template took too long.
    Late,
}

impl Say for NotReproduced {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Different => lang::say!(
                lang,
                "das PDF kommt hier nicht bytegleich aus den mitgeschickten Quelldaten",
                "here the PDF does not come out of the source data that were sent, byte for byte"
            ),
            Self::Late => {
                let seconds = rebuild::PATIENCE.as_secs();
                lang::say!(
                    lang,
                    "der Neusatz wurde nicht zu Ende versucht: die Vorlage ist nach {seconds} Sekunden nicht fertig geworden",
                    "typesetting again was not tried to the end: the template was not done after {seconds} seconds"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Different => lang::say!(
                lang,
                "Auf einem Rechner anderer Bauart kann das so sein.",
                "On another kind of machine this can be."
            ),
            Self::Late => lang::say!(
                lang,
                "Bei der Person nachfragen, die zuerst gezeichnet hat, was für eine Vorlage das ist.",
                "Ask the person who signed first what template that is."
            ),
        })
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let path = env.cwd.join(&args.file);
    let pending = leave::read(&path)?;
    let is_charter = pending.record.body.policy().is_none();
    if args.recovery_key.is_some() && !is_charter {
        return Err(NotApproved::NoCharter.into());
    }
    let rejected = |lang| pending::rejection(&pending, lang).into_iter().next();
    if let (Some(de), Some(en)) = (rejected(Lang::De), rejected(Lang::En)) {
        return Err(Failure::new(NotApproved::Rejected(de, en)).code(1));
    }
    // Who signs is seen when it is known what is missing.
    let acknowledges = pending::acknowledges(&pending);
    let over_files = matches!(pending.record.body, Body::Charter(_) | Body::Withhold(_));
    let session = Session::begin_over(
        args.sign.manner,
        env,
        out,
        |log, finding| over_files && finding.is_missing_file() || acknowledges && is_void(log, finding),
        |charter, _| charter.archive_key().cloned().ok_or_else(|| NotSigned::NoOfficer.into()),
    )?;
    let missing = match state(&session.log, &pending, session.logged(), sealing::belief(&session)) {
        State::Possible(missing) => missing,
        State::Logged(entry) => return already(entry, &[path], &session, &pending, out),
        State::Never(never) => return Err(Failure::new(never).code(1)),
    };
    let charter = session.log.state.charter().cloned().ok_or(NotSigned::NoOfficer)?;
    let own = match missing.is_empty() {
        true if !session.has_archive_key(&pending.record.body) => return Err(NotApproved::Complete.into()),
        true => None,
        false => Some(approve_key::choose(
            &session,
            (&args.sign, args.recovery_key.as_deref()),
            &pending,
            &missing,
            env,
            out,
        )?),
    };
    tell(out, &session, &pending, &missing, own.as_ref())?;
    tell_pdf(out, &pending, &shown(&path, env));
    match own {
        Some(_) => confirm(out.lang.pick("Mitzeichnen?", "Approve?"), args.sign.yes, out)?,
        None => confirm(out.lang.pick("Eintragen?", "Log it?"), args.sign.yes, out)?,
    }
    let source = &args.sign.passphrase;
    let (pending, missing, passphrase) = match own {
        Some(own) => {
            let (signer, passphrase) = open(&own, &session, &charter, &pending, source, out)?;
            let (pending, missing) = signed(&signer, pending, &session)?;
            (pending, missing, passphrase)
        }
        None => (pending, missing, None),
    };
    if missing.is_empty() && session.has_archive_key(&pending.record.body) {
        match archive_key(&session, &pending.record.body, passphrase, source, out) {
            Ok(archive) => return log(session, pending, &archive, &path, env, out),
            // The signature that was made is kept: somebody else may have the archive key's passphrase.
            Err(failure) if source.is_given() && !pending_is(&path, &pending) => {
                out.passed_over(&failure);
            }
            Err(failure) => return Err(failure),
        }
    }
    write_back(&args, &path, &pending, &missing, &session, env, out)
}

/// Whether the file says this already.
fn pending_is(path: &Path, pending: &Pending) -> bool {
    leave::read(path).is_ok_and(|there| there == *pending)
}

/// What will be signed, and what it changes.
fn tell(
    out: &mut Out,
    session: &Session,
    pending: &Pending,
    missing: &Missing,
    own: Option<&Own>,
) -> Result<(), Failure> {
    let (lang, record) = (out.lang, &pending.record);
    let consequences = session.consequences(record)?;
    withhold::files_are_back(session, record)?;
    let mut rows = proposed::rows(pending, &session.log, lang);
    rows.extend(pending::signed(pending, &session.log, lang));
    if let Some(own) = own {
        rows.push((lang.pick("Zeichnet mit", "Approves"), own.whose(record, &session.log)));
        rows.push((lang.pick("Schlüssel", "Key"), own.name()));
    }
    out.rows(&rows);
    commit::show_all(out, &consequences);
    if let Body::Charter(new) = &record.body {
        let lines = Proposed::of(session).consequences(new, lang).map_err(NotSigned::WouldNotStand)?;
        lines.iter().for_each(|line| out.say(line));
    }
    for line in lacking::wanted(missing, record, &session.log, lang) {
        out.say(&format!("  → {line}"));
    }
    Ok(())
}

/// Whether the PDF comes out of its source data, and how to read it: only who reads it knows what it says. A template is a
/// stranger's program, so this comes when all else is on the screen.
fn tell_pdf(out: &mut Out, pending: &Pending, file: &Path) {
    if pending.pdf().is_none() {
        return;
    }
    let lang = out.lang;
    match rebuild::reproduces(pending, rebuild::PATIENCE) {
        Some(Again::Same) => out.say(lang.pick(
            "  → Das PDF kommt hier bytegleich aus den mitgeschickten Quelldaten. Was darin steht, sagt das nicht.",
            "  → Here too the PDF comes out of the source data that were sent, byte for byte. That does not tell what it says.",
        )),
        Some(Again::Different) => out.warning(&NotReproduced::Different),
        Some(Again::Late) => out.warning(&NotReproduced::Late),
        None => {}
    }
    let file = file.display();
    out.say(&lang::say!(
        lang,
        "  → Das PDF vor dem Zeichnen lesen: `inkraft pending {file} --pdf-out ansehen.pdf`",
        "  → Read the PDF before signing: `inkraft pending {file} --pdf-out look.pdf`"
    ));
}

/// Opens the key to sign with; gives the passphrase that opened it, none if the ssh-agent has the key.
fn open(
    own: &Own,
    session: &Session,
    charter: &Charter,
    pending: &Pending,
    source: &PassphraseSource,
    out: &mut Out,
) -> Result<((CharterKey, RecordKey), Option<Passphrase>), Failure> {
    if let Some(held) = own.in_agent() {
        return Ok((held, None));
    }
    let prompt = lang::say!(out.lang, "Passphrase für {}: ", "Passphrase for {}: ", own.name());
    source.open(&prompt, out, |p| Ok((own.open(session, charter, pending, p)?, Some(p.clone()))))
}

/// Signs; gives the pending record with that signature, judged anew.
fn signed(
    (key, secret): &(CharterKey, RecordKey),
    mut pending: Pending,
    session: &Session,
) -> Result<(Pending, Missing), Failure> {
    pending.note.signatures.push(commit::line(key, secret, &pending.note.text)?);
    pending.note.signatures.sort_by(|a, b| a.key.cmp(&b.key));
    let missing = session.judge(&pending)?;
    Ok((pending, missing))
}

/// Opens the archive key, with the passphrase that opened the other one if that fits.
fn archive_key(
    session: &Session,
    body: &Body,
    passphrase: Option<Passphrase>,
    source: &PassphraseSource,
    out: &mut Out,
) -> Result<SecretKey, Failure> {
    let prompt = out.lang.pick("Passphrase für den Registerschlüssel: ", "Passphrase for the archive key: ");
    match passphrase.map(|p| session.unlock_archive(body, &p)) {
        Some(Err(failure)) if !failure.is_wrong_passphrase() || source.is_file() => Err(failure),
        Some(Ok(archive)) => Ok(archive),
        Some(Err(_)) | None => source.open(prompt, out, |p| session.unlock_archive(body, p)),
    }
}

/// Appends it, then removes its file: the one that was named, and the one that waits here.
fn log(
    session: Session,
    pending: Pending,
    archive: &SecretKey,
    path: &Path,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let (record, note) = (pending.record.clone(), pending.note.clone());
    let waiting = leave::folder(&session.workspace).join(pending.name());
    let size = session.log.tree().size;
    let (appended, session) = session.append(&record, &note, pending.placed(size), archive)?;
    commit::done(out, &session, &appended);
    if let Some(files) = Files::of(&record.body, size) {
        let path = shown(&session.workspace.archive().path(&files.pdf_place()), env);
        out.say(&format!("  {}", path.display()));
    }
    discard(&[path.to_owned(), waiting], out);
    Ok(0)
}

/// It was logged before: an interrupted `approve` is finished.
fn already(
    entry: u64,
    files: &[PathBuf],
    session: &Session,
    pending: &Pending,
    out: &mut Out,
) -> Result<u8, Failure> {
    out.say(&lang::say!(
        out.lang,
        "Schon eingetragen: Eintrag {entry}. Es ist nichts mehr zu zeichnen.",
        "Logged already: entry {entry}. Nothing is left to be signed."
    ));
    let waiting = leave::folder(&session.workspace).join(pending.name());
    discard(&[files, &[waiting]].concat(), out);
    Ok(0)
}

/// Removes what is of no more use; where that fails nothing is lost.
fn discard(files: &[PathBuf], out: &mut Out) {
    for file in files {
        if let Err(failure) = leave::remove(file) {
            out.passed_over(&failure);
        }
    }
}

/// Writes the file back, whole or not at all, and says whose turn it is.
fn write_back(
    args: &Args,
    path: &Path,
    pending: &Pending,
    missing: &Missing,
    session: &Session,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let to = match &args.out {
        Some(to) => {
            let to = env.cwd.join(to);
            create_file(&to, &pending.bytes(), false)?;
            to
        }
        None => {
            replace_file(path, &pending.bytes())?;
            path.to_owned()
        }
    };
    let name = shown(&to, env);
    let name = name.display();
    out.say(&lang::say!(
        out.lang,
        "Mitgezeichnet, noch nicht eingetragen: {name}",
        "Approved, not logged yet: {name}"
    ));
    for line in lacking::next(missing, &pending.record, &session.log, out.lang) {
        out.say(&format!("  {line}"));
    }
    Ok(0)
}
