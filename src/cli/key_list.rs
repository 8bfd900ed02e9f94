//! `key list`: the keys and certificates here and in the charter.
//!
//! Specification: `docs/keys.md`; `docs/json.md`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::key_names::{self, ARCHIVE, Past, reason};
use super::out::{Failure, Out};
use super::record_key::in_agent;
use super::seal_files::{SealFiles, validity};
use super::workspace::Workspace;
use super::{Env, key};
use crate::base::{Digest, Id, Lang, lang, limits};
use crate::format::charter::{Charter, Role};
use crate::format::note::Key;
use crate::seal::{fingerprint, parse_public_pem};
use crate::store::{list_folder, read_file};
use crate::verify::Log;

/// List the keys here and in the charter
///
/// Those that sign records, and the certificates for signatures in PDFs.
///
/// Exit codes: 0 listed; 1 the archive does not hold; 2 it could not be listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft key list\n  inkraft key list --json")]
pub struct ListArgs {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// A certificate for signatures in PDFs: in the charter, here, or both.
struct Seal {
    certificate: Digest,
    listed: bool,
    person: Option<Id>,
    files: Option<SealFiles>,
    private_here: bool,
}

/// Runs the command.
pub fn run(args: ListArgs, workspace: &Workspace, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let lang = out.lang;
    let log = key::log(workspace, env, out)?;
    let charter = log.as_ref().and_then(|log| log.state.charter());
    let past = log.as_ref().map(|log| key_names::past(&log.state)).unwrap_or_default();
    let private = |k: &Key| workspace.private_path(&workspace.key_stem(&k.name, &k.public)).is_file();
    let rows = known(workspace, log.as_ref())?;
    let gone = |k: &Key| past.iter().find(|p| p.key.public == k.public);
    let held = in_agent(env).unwrap_or_else(|e| {
        out.warning(&e);
        Vec::new()
    });
    let role = |r: Option<Role>| match r {
        Some(Role::Archive) => "archive",
        Some(Role::Officer) => "officer",
        Some(Role::Recovery) => "recovery",
        None => "none",
    };
    let mut passed_over = Vec::new();
    let seals = seals(workspace, charter, &mut passed_over)?;
    passed_over.iter().for_each(|failure| out.passed_over(failure));
    if args.json {
        let keys: Vec<_> = rows
            .iter()
            .map(|(k, r)| {
                let mut value = json!({ "name": k.name, "role": role(*r), "public": k.public, "vkey": k.vkey(),
                        "fingerprint": fingerprint(&k.public.0), "private_here": private(k),
                        "in_agent": held.contains(&k.public.0) });
                if let Some(past) = gone(k) {
                    value["removed"] = json!({ "entry": past.entry, "day": past.day, "role": past.key.role,
                        "reason": past.reason, "compromised_from": past.compromised_from });
                }
                value
            })
            .collect();
        out.json(&json!({ "format": "inkraft/keys/1", "keys": keys, "seals": seals.iter().map(Seal::json).collect::<Value>() }));
        return Ok(0);
    }
    for (key, r) in &rows {
        let what = match r {
            Some(Role::Archive) => lang.pick("Registerschlüssel", "archive key"),
            Some(Role::Officer) => lang.pick("unterschreibt Erklärungen", "signs records"),
            Some(Role::Recovery) => {
                lang.pick("Wiederherstellung: ändert die Zeichnungsregelung", "recovery: amends the charter")
            }
            None => lang.pick("steht nicht in der Zeichnungsregelung", "is not in the charter"),
        };
        let what = gone(key).map_or_else(|| what.to_owned(), |past| removed(past, lang));
        let here = match (private(key), held.contains(&key.public.0)) {
            (true, _) => lang.pick("privater Schlüssel liegt hier", "private key is here"),
            (false, true) => lang.pick("privater Schlüssel im ssh-agent", "private key is in the ssh-agent"),
            (false, false) => lang.pick("privater Schlüssel liegt anderswo", "private key is elsewhere"),
        };
        out.say(&key.name);
        out.say(&format!("  {what}; {here}"));
        out.say(&format!("  {}", fingerprint(&key.public.0)));
    }
    seals.iter().for_each(|seal| seal.tell(out));
    let away = rows.iter().filter(|(k, r)| *r == Some(Role::Recovery) && private(k)).count();
    match away {
        0 => {}
        1 => out.warn(lang.pick(
            "Hinweis: Ein Wiederherstellungsschlüssel liegt noch hier; er gehört auf einen Datenträger für sich.",
            "note: one recovery key is still here; it belongs on a medium of its own.",
        )),
        _ => out.warn(&lang::say!(
            lang,
            "Hinweis: {away} Wiederherstellungsschlüssel liegen noch hier; sie gehören auf getrennte Datenträger.",
            "note: {away} recovery keys are still here; they belong on separate media."
        )),
    }
    Ok(0)
}

/// The keys of the charter with their roles, then those that were taken out, then those that only lie in `keys/`.
pub fn known(workspace: &Workspace, log: Option<&Log>) -> Result<Vec<(Key, Option<Role>)>, Failure> {
    let origin = &workspace.config.origin;
    let listed = log.and_then(|l| l.state.charter()).into_iter().flat_map(|c| &c.keys);
    let mut rows: Vec<(Key, Option<Role>)> =
        listed.map(|k| (Key::new(&k.name, k.public), Some(k.role))).collect();
    let past = log.map(|log| key_names::past(&log.state)).unwrap_or_default();
    rows.extend(past.iter().map(|p| (Key::new(&p.key.name, p.key.public), None)));
    for path in public_files(&workspace.keys()) {
        let bytes = read_file(&path, limits::SMALL)?;
        let Ok(public) = parse_public_pem(&String::from_utf8_lossy(&bytes)) else { continue };
        if rows.iter().all(|(k, _)| k.public.0 != public) {
            let stem = path
                .file_name()
                .and_then(|n| n.to_str())
                .and_then(|n| n.strip_suffix(".pub"))
                .unwrap_or_default();
            let name = match stem.rsplit_once('-') {
                Some((who, n)) if who != ARCHIVE => format!("{origin}/{who}/{n}"),
                _ => origin.clone(),
            };
            rows.push((Key::new(&name, Digest(public)), None));
        }
    }
    Ok(rows)
}

/// Since when and why a key counts no longer.
fn removed(past: &Past, lang: Lang) -> String {
    let (day, entry) = (past.day.map(|d| d.short(lang)).unwrap_or_default(), past.entry);
    let why = past.reason.map_or_else(String::new, |r| format!(": {}", reason(r, lang)));
    lang::say!(lang, "entfallen am {day} (Eintrag {entry}){why}", "taken out on {day} (entry {entry}){why}")
}

/// The public keys in `keys/`, sorted by name.
fn public_files(keys: &Path) -> Vec<PathBuf> {
    let names = list_folder(keys, limits::NAMES).ok().flatten().unwrap_or_default();
    names.iter().filter(|(name, _)| name.ends_with(".pub")).map(|(name, _)| keys.join(name)).collect()
}

/// The certificates of the charter, then those that are only here. What is none is told in `passed_over`.
fn seals(
    workspace: &Workspace,
    charter: Option<&Charter>,
    passed_over: &mut Vec<Failure>,
) -> Result<Vec<Seal>, Failure> {
    let mut here = workspace.certificates(|e| passed_over.push(e))?;
    let mut found = Vec::new();
    for listed in charter.iter().flat_map(|c| &c.seals) {
        let at = here.iter().position(|f| f.certificate().digest() == listed.certificate);
        let files = at.map(|at| here.remove(at));
        found.push(Seal {
            certificate: listed.certificate,
            listed: true,
            person: listed.person.clone(),
            private_here: files.as_ref().is_some_and(|f| workspace.private_path(&f.stem).is_file()),
            files,
        });
    }
    found.extend(here.into_iter().map(|files| Seal {
        certificate: files.certificate().digest(),
        listed: false,
        person: None,
        private_here: workspace.private_path(&files.stem).is_file(),
        files: Some(files),
    }));
    Ok(found)
}

impl Seal {
    fn tell(&self, out: &mut Out) {
        let lang = out.lang;
        match &self.files {
            Some(files) => out.say(&format!("keys/{}.crt", files.stem)),
            None => {
                out.say(lang.pick("ein Zertifikat, das nicht hier liegt", "a certificate that is not here"))
            }
        }
        let what = match (self.listed, &self.person) {
            (false, _) => {
                lang.pick("steht nicht in der Zeichnungsregelung", "is not in the charter").to_owned()
            }
            (true, Some(who)) => lang::say!(lang, "signiert PDF für {who}", "signs PDFs for {who}"),
            (true, None) => lang.pick("signiert PDF für die Stelle", "signs PDFs for the body").to_owned(),
        };
        let here = match self.private_here {
            true => lang.pick("privater Schlüssel liegt hier", "private key is here"),
            false => lang.pick("privater Schlüssel liegt anderswo", "private key is elsewhere"),
        };
        out.say(&format!("  {what}; {here}"));
        if let Some(certificate) = self.files.as_ref().map(SealFiles::certificate) {
            let (subject, valid) = (certificate.subject(), validity(certificate, lang));
            out.say(&format!("  {subject}, {valid}"));
        }
        out.say(&format!("  {}", self.certificate.groups()));
    }

    fn json(&self) -> Value {
        let mut value = json!({
            "certificate": self.certificate,
            "listed": self.listed,
            "private_here": self.private_here,
        });
        if let Some(person) = &self.person {
            value["person"] = json!(person);
        }
        if let Some(files) = &self.files {
            let certificate = files.certificate();
            value["file"] = json!(format!("keys/{}.crt", files.stem));
            value["subject"] = json!(certificate.subject());
            value["issuer"] = json!(certificate.issuer());
            value["algorithm"] = json!(certificate.key_kind().to_string());
            value["not_before"] = json!(certificate.first_day());
            if let Some(last) = certificate.last_day() {
                value["not_after"] = json!(last);
            }
        }
        value
    }
}
