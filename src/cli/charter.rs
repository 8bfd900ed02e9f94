//! `charter show`, and the way to `charter amend`: who may sign what.
//!
//! Specification: `docs/archive-format.md`, "Charter"; `docs/json.md`.

use serde_json::json;

use super::archive_args::{self, ArchiveArgs};
use super::charter_told::{described, holder, role, rulings, thresholds};
use super::out::{Failure, Out};
use super::{Env, charter_amend, charter_follows, report};
use crate::base::lang;
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

/// Show who may sign: people, keys, certificates for PDF signatures, and how many must sign
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
    let today = archive_args::now(env, Some(charter))?.day();
    let may_sign = charter_follows::may_sign(charter, log.origin(), today);
    if args.json {
        let ids: Vec<_> = may_sign.iter().map(|p| &p.id).collect();
        let mut value = json!({
            "format": "inkraft/charter/1",
            "entry": standing.index,
            "charter": charter,
            "today": today,
            "may_sign": ids,
            "log": report::basis_json(&log),
        });
        value["logged"] = json!(standing.logged);
        out.json(&value);
        return Ok(0);
    }
    let lang = out.lang;
    let (entry, day) = (standing.index, standing.logged.day().short(lang));
    let mut rows = vec![
        (lang.pick("Archiv", "Archive"), log.origin().to_owned()),
        (
            lang.pick("Zeichnungsregelung", "Charter"),
            lang::say!(lang, "Eintrag {entry}, {day}", "entry {entry}, {day}"),
        ),
        (lang.pick("Herausgeber", "Publishers"), charter.publishers.join(", ")),
        (lang.pick("Zeitzone", "Time zone"), charter.time_zone.clone()),
    ];
    let labels = std::iter::once(lang.pick("Unterschriften", "Signatures")).chain(std::iter::repeat(""));
    rows.extend(labels.zip(thresholds(charter, lang)));
    rows.extend(rulings(charter, log.origin(), lang));
    let names: Vec<_> = may_sign.iter().map(|p| p.name.clone()).collect();
    let names = match names.is_empty() {
        true => lang.pick("niemand", "nobody").to_owned(),
        false => names.join(", "),
    };
    rows.push((lang.pick("Heute zeichnen", "May sign today"), names));
    out.rows(&rows);
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
