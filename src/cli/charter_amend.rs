//! `charter amend`: a new charter record, signed with recovery keys.
//!
//! Specification: `docs/archive-format.md`, "Amending". Shows what changes, asks, then does everything or nothing.
//! What can be changed is a list of [`Change`]s to the charter in use; certificates only, so far.

use std::path::PathBuf;

use super::Env;
use super::archive_args::{NoId, shown};
use super::charter::holder;
use super::commit::{self, Manner, Session, confirm};
use super::out::{Failure, Out};
use super::recovery::{self, RecoveryArgs};
use super::seal_files::{BadCertificate, read_certificates, validity};
use crate::base::{Digest, Id, Lang, Say, lang};
use crate::format::charter::{Charter, CharterKey, CharterSeal, Role};
use crate::format::record::Body;
use crate::seal::Certificate;

/// Change who may sign: a new charter, signed with recovery keys
///
/// Shows what changes, and asks; then everything is done or nothing. It acts from the next record on: what was signed before is judged by the charter of its time.
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster\n  inkraft charter amend --remove-seal \"96c1 5f3e 07ab\"\n  inkraft charter amend --add-seal body.crt --recovery-key /media/safe/recovery-1-1.key"
)]
pub struct AmendArgs {
    /// Add a certificate for signatures in PDFs; can be given more than once
    #[arg(long, value_name = "FILE", required_unless_present = "remove_seal")]
    add_seal: Vec<PathBuf>,
    /// Whose the added certificates are: a person's short name in the charter (default: the body's own)
    #[arg(long, value_name = "PERSON", requires = "add_seal")]
    person: Option<String>,
    /// Take a certificate out, by its fingerprint or the first eight digits of it or more; can be given more than once
    #[arg(long, value_name = "FINGERPRINT")]
    remove_seal: Vec<String>,
    #[command(flatten)]
    recovery: RecoveryArgs,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    #[command(flatten)]
    manner: Manner,
}

/// A change to the charter in use.
#[derive(Debug)]
enum Change {
    AddSeal { certificate: Box<Certificate>, person: Option<Id> },
    RemoveSeal(CharterSeal),
}

/// Why a charter cannot be changed so. Nothing was changed.
#[derive(Debug)]
enum NoChange {
    /// The certificate is in the charter already.
    There(Digest),
    /// The charter names nobody of that short name.
    Nobody(Id, Vec<String>),
    /// The charter names no certificate, or several, of that fingerprint.
    NoSeal(String),
}

impl Say for NoChange {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::There(digest) => {
                let print = digest.groups();
                lang::say!(
                    lang,
                    "das Zertifikat {print} steht schon in der Zeichnungsregelung",
                    "the certificate {print} is in the charter already"
                )
            }
            Self::Nobody(id, _) => lang::say!(
                lang,
                "„{id}“ ist keine Person der Zeichnungsregelung",
                "\"{id}\" is nobody in the charter"
            ),
            Self::NoSeal(typed) => lang::say!(
                lang,
                "die Zeichnungsregelung nennt nicht genau ein Zertifikat, dessen Fingerabdruck mit „{typed}“ beginnt",
                "the charter does not name exactly one certificate whose fingerprint begins with \"{typed}\""
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::There(_) => None,
            Self::Nobody(_, known) => {
                let known = known.join(", ");
                Some(lang::say!(lang, "Es gibt: {known}.", "There are: {known}."))
            }
            Self::NoSeal(_) => Some(lang::say!(
                lang,
                "`inkraft charter show` zeigt sie; acht Ziffern oder mehr angeben.",
                "`inkraft charter show` shows them; give eight digits or more."
            )),
        }
    }
}

/// Runs the command.
pub fn run(args: AmendArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let person: Option<Id> = args.person.as_deref().map(str::parse).transpose().map_err(NoId)?;
    let mut added = Vec::new();
    for path in &args.add_seal {
        let path = env.cwd.join(path);
        let name = shown(&path, env);
        let certificate = read_certificates(&path, name.clone())?.remove(0);
        certificate.check_for_signing(env.now).map_err(|e| BadCertificate(name, e))?;
        added.push(Box::new(certificate));
    }
    let session = Session::begin_as(args.manner, env, out, first_recovery)?;
    let charter = session.log.state.charter().cloned().ok_or(commit::NotSigned::NoOfficer)?;

    let removed: Result<Vec<_>, _> = args.remove_seal.iter().map(|t| find(&charter, t)).collect();
    let mut changes: Vec<Change> = removed?.into_iter().map(Change::RemoveSeal).collect();
    let add = |certificate| Change::AddSeal { certificate, person: person.clone() };
    changes.extend(added.into_iter().map(add));
    let mut amended = charter.clone();
    for change in &changes {
        change.apply(&mut amended)?;
    }
    amended.check(session.log.origin())?;

    let record = session.record(Body::Charter(amended));
    record.text()?;
    let mut rows = vec![(out.lang.pick("Archiv", "Archive"), session.log.origin().to_owned())];
    rows.extend(changes.iter().flat_map(|c| c.rows(&charter, out.lang)));
    let needed = charter.threshold.amend;
    let chosen = recovery::choose(&args.recovery, &session, &charter, env)?;
    rows.push((out.lang.pick("Zeichnet", "Signs"), recovery::told(&chosen, needed, out.lang)));
    out.rows(&rows);
    confirm(out.lang.pick("Unterschreiben?", "Sign?"), args.yes, out)?;
    let keys = recovery::unlock(&args.recovery, chosen, &session, &charter, out)?;
    let (appended, session) = session.commit_by(&record, Vec::new(), &keys.signers(), &keys.archive)?;
    commit::done(out, &session, &appended);
    Ok(0)
}

/// The charter's first recovery key.
fn first_recovery(charter: &Charter, _: &super::workspace::Workspace) -> Result<CharterKey, Failure> {
    let key = charter.keys.iter().find(|k| k.role == Role::Recovery);
    key.cloned().ok_or_else(|| commit::NotSigned::NoOfficer.into())
}

/// The one certificate whose fingerprint begins so, however its digits are grouped.
fn find(charter: &Charter, typed: &str) -> Result<CharterSeal, NoChange> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    let digits = digits.to_lowercase();
    let mut found = charter.seals.iter().filter(|s| s.certificate.to_string().starts_with(&digits));
    match (found.next(), found.next()) {
        (Some(seal), None) if digits.len() >= 8 => Ok(seal.clone()),
        _ => Err(NoChange::NoSeal(typed.to_owned())),
    }
}

impl Change {
    fn apply(&self, charter: &mut Charter) -> Result<(), NoChange> {
        match self {
            Self::AddSeal { certificate, person } => {
                let seal = CharterSeal { certificate: certificate.digest(), person: person.clone() };
                if charter.seal(&seal.certificate).is_some() {
                    return Err(NoChange::There(seal.certificate));
                }
                if let Some(id) = person.as_ref().filter(|id| charter.people.iter().all(|p| p.id != **id)) {
                    let known = charter.people.iter().map(|p| p.id.to_string()).collect();
                    return Err(NoChange::Nobody(id.clone(), known));
                }
                let at = charter.seals.partition_point(|s| s.certificate < seal.certificate);
                charter.seals.insert(at, seal);
            }
            Self::RemoveSeal(seal) => charter.seals.retain(|s| s.certificate != seal.certificate),
        }
        Ok(())
    }

    fn rows(&self, charter: &Charter, lang: Lang) -> Vec<(&'static str, String)> {
        match self {
            Self::AddSeal { certificate, person } => {
                let seal = CharterSeal { certificate: certificate.digest(), person: person.clone() };
                vec![
                    (lang.pick("Neu", "Added"), holder(&seal, charter, lang)),
                    (lang.pick("  Zertifikat", "  certificate"), certificate.subject()),
                    (lang.pick("  Aussteller", "  issuer"), certificate.issuer()),
                    (lang.pick("  Laufzeit", "  validity"), validity(certificate, lang)),
                    (lang.pick("  Fingerabdruck", "  fingerprint"), seal.certificate.groups()),
                ]
            }
            Self::RemoveSeal(seal) => vec![
                (lang.pick("Entfällt", "Removed"), holder(seal, charter, lang)),
                (lang.pick("  Fingerabdruck", "  fingerprint"), seal.certificate.groups()),
            ],
        }
    }
}
