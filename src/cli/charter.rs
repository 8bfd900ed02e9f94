//! `charter show`, and the way to `charter amend`: who may sign what.
//!
//! Specification: `docs/archive-format.md`, "Charter"; `docs/json.md`.

use serde_json::json;

use super::archive_args::ArchiveArgs;
use super::out::{Failure, Out};
use super::{Env, charter_amend, report};
use crate::base::{Lang, lang};
use crate::format::charter::{Charter, CharterSeal, Person, Role};
use crate::format::record::{Body, Stream};
use crate::seal::fingerprint;
use crate::verify;

/// Show or change who may sign
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: CharterCommand,
}

#[derive(Debug, clap::Subcommand)]
enum CharterCommand {
    Show(ShowArgs),
    Amend(Box<charter_amend::AmendArgs>),
}

/// Show who may sign: people, keys, certificates for PDF signatures
///
/// Exit codes: 0 shown; 1 the archive does not hold; 2 it could not be shown.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft charter show\n  inkraft charter show --json")]
struct ShowArgs {
    #[command(flatten)]
    from: ArchiveArgs,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    match args.command {
        CharterCommand::Show(args) => show(&args, env, out),
        CharterCommand::Amend(args) => charter_amend::run(*args, env, out),
    }
}

fn show(args: &ShowArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let opened = args.from.open(env)?;
    let log = verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, args.json, &f))?;
    report::sound(out, args.json, &log)?;
    let standing = log.state.stream(&Stream::Charter).next_back();
    let Some((standing, charter)) = standing.and_then(|s| match &s.record.body {
        Body::Charter(charter) => Some((s, charter)),
        _ => None,
    }) else {
        return Err(report::refuse(out, args.json, &[]));
    };
    if args.json {
        let mut value = json!({
            "format": "inkraft/charter/1",
            "entry": standing.index,
            "charter": charter,
            "log": report::basis_json(&log),
        });
        value["logged"] = json!(standing.logged);
        out.json(&value);
        return Ok(0);
    }
    let lang = out.lang;
    let (entry, day) = (standing.index, standing.logged.day().short(lang));
    out.rows(&[
        (lang.pick("Archiv", "Archive"), log.origin().to_owned()),
        (
            lang.pick("Zeichnungsregelung", "Charter"),
            lang::say!(lang, "Eintrag {entry}, {day}", "entry {entry}, {day}"),
        ),
        (lang.pick("Herausgeber", "Publishers"), charter.publishers.join(", ")),
        (lang.pick("Zeitzone", "Time zone"), charter.time_zone.clone()),
        (lang.pick("Unterschriften", "Signatures"), thresholds(charter, lang)),
    ]);
    out.say(lang.pick("Personen", "People"));
    for person in &charter.people {
        out.say(&format!("  {}  {}", person.id, described(person, lang)));
    }
    out.say(lang.pick("Schlüssel", "Keys"));
    for key in &charter.keys {
        out.say(&format!("  {}  {}", key.name, role(key.role, lang)));
        out.say(&format!("    {}", fingerprint(&key.public.0)));
    }
    out.say(lang.pick("Zertifikate für PDF-Signaturen", "Certificates for PDF signatures"));
    if charter.seals.is_empty() {
        out.say(lang.pick(
            "  keine; `inkraft key new --seal` macht eines, `inkraft charter amend` nimmt es auf",
            "  none; `inkraft key new --seal` makes one, `inkraft charter amend` adds it",
        ));
    }
    for seal in &charter.seals {
        out.say(&format!("  {}", holder(seal, charter, lang)));
        out.say(&format!("    {}", seal.certificate.groups()));
    }
    report::warn_not_anchored(out, &log);
    Ok(0)
}

/// What a key may do, in words.
pub fn role(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Archive => lang.pick("Registerschlüssel", "archive key"),
        Role::Officer => lang.pick("unterschreibt Erklärungen", "signs records"),
        Role::Recovery => {
            lang.pick("Wiederherstellung: ändert die Zeichnungsregelung", "recovery: amends the charter")
        }
    }
}

/// Whose a certificate is, in words.
pub fn holder(seal: &CharterSeal, charter: &Charter, lang: Lang) -> String {
    match &seal.person {
        Some(id) => {
            let name = charter.people.iter().find(|p| p.id == *id).map(|p| p.name.clone());
            format!("{} ({id})", name.unwrap_or_default())
        }
        None => lang.pick("der Stelle selbst", "the body's own").to_owned(),
    }
}

/// A person in a line: name, function, term.
pub fn described(person: &Person, lang: Lang) -> String {
    let mut text = person.name.clone();
    if let Some(function) = &person.function {
        text += &format!(", {function}");
    }
    if let Some(from) = person.from.map(|d| d.short(lang)) {
        text += &lang::say!(lang, ", ab {from}", ", from {from}");
    }
    if let Some(last) = person.until.map(|d| d.previous().short(lang)) {
        text += &lang::say!(lang, ", bis {last}", ", until {last}");
    }
    text
}

/// How many must sign, in words.
pub fn thresholds(charter: &Charter, lang: Lang) -> String {
    let (sign, amend) = (charter.threshold.sign, charter.threshold.amend);
    lang::say!(
        lang,
        "{sign} für eine Erklärung, {amend} für eine Änderung dieser Regelung",
        "{sign} for a record, {amend} for an amendment of this charter"
    )
}
