//! `sign`: a draft becomes a version: typeset, hashed, signed, appended.
//!
//! Specification: `docs/archive-format.md`, "Records" and "Appending". Shows what will be signed, asks, then
//! does everything or nothing.

use super::adopt::{self, AdoptArgs, Adopting};
use super::archive_args::NoId;
use super::archive_args::{day, shown};
use super::check::{draft, effect_of};
use super::commit::{self, Session, SignArgs, confirm, unlock};
use super::edition::{self, Issuing};
use super::elsewhere::{self, Elsewhere, ElsewhereArgs};
use super::event::{self, EventArgs};
use super::given::begins;
use super::links::Links;
use super::materials::Materials;
use super::out::{Failure, Out};
use super::same_text::{self, SameText};
use super::sealing::{self, Sealing};
use super::setting::{failed, set};
use super::workspace::Workspace;
use super::{Env, past, report, told};
use crate::base::effect::{Effect, From};
use crate::base::{Id, Lang, Say, lang};
use crate::format::charter::Matter;
use crate::format::layout::Place;
use crate::format::record::{Body, FileRef, Issue, Typeset};
use crate::typeset::{self, Source};

/// Sign a new version of a policy
///
/// Shows what will be signed and what that changes, and asks; then everything is done or nothing: typeset, sign, log. A logged version is never altered; a change is a new version.
///
/// Exit codes: 0 logged; 1 declined, or the draft or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft sign house-rules\n  inkraft sign house-rules --from 2025-01-01 --last-day 2026-12-31\n  inkraft sign house-rules --amends 1 --event \"decided 2024-12-10 general assembly\"\n  inkraft sign house-rules --adopt old.pdf --title \"House rules\" --as-of 2018-07 \\\n      --from 2018-08-01 --last-day 2024-12-31\n  inkraft sign house-rules --prepare for-the-card.pdf\n  inkraft sign house-rules --sealed signed-by-card.pdf\n  inkraft sign house-rules --yes --passphrase-file passphrase.txt"
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The first day in force (default: what the draft says)
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last day in force
    #[arg(long, value_name = "DAY", requires = "from")]
    last_day: Option<String>,
    /// The version that it amends
    #[arg(long, value_name = "N")]
    amends: Option<u32>,
    /// A policy that it takes the place of; can be given more than once
    #[arg(long, value_name = "POLICY")]
    replaces: Vec<String>,
    #[command(flatten)]
    adopt: AdoptArgs,
    #[command(flatten)]
    elsewhere: ElsewhereArgs,
    #[command(flatten)]
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// The draft states a number that is not the next.
#[derive(Debug)]
struct Number {
    stated: u32,
    next: u32,
}

impl Say for Number {
    fn fact(&self, lang: Lang) -> String {
        let Self { stated, next } = self;
        if stated < next {
            lang::say!(lang, "Fassung {stated} ist schon eingetragen", "version {stated} is logged already")
        } else {
            lang::say!(
                lang,
                "Fassung {stated} kann nicht auf die bisherigen folgen",
                "version {stated} cannot follow those there are"
            )
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let next = self.next;
        Some(lang::say!(
            lang,
            "Die nächste ist Fassung {next}; `version` im Entwurf ändern oder weglassen.",
            "The next is version {next}; change `version` in the draft, or leave it out."
        ))
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let id: Id = args.policy.parse().map_err(NoId)?;
    let links = Links::read(&id, args.amends, &args.replaces)?;
    if args.adopt.file.is_some() {
        let Args { from, last_day, adopt, events, sign, .. } = args;
        return adopt::run(Adopting { id, from, last_day, links, adopt, events, sign }, env, out);
    }
    args.adopt.must_be_absent()?;
    // What is wrong with the draft is said before the archive is looked at.
    let workspace = Workspace::find(env)?;
    let policy = draft(&workspace, &id, env, out)?;
    let materials = Materials::gather(&workspace, &id, &policy, env, out)?;
    let session = Session::begin(&args.sign, env, out)?;
    let today = session.now.day();
    // A PDF that is signed elsewhere gets no other signature here.
    let elsewhere = args.elsewhere.sealed.as_ref().map(|path| Elsewhere::read(path, today, env, out));
    let elsewhere = elsewhere.transpose()?;
    let sealing = match (&elsewhere, &args.elsewhere.prepare) {
        (None, None) => Some(Sealing::begin(&session)?),
        _ => None,
    };
    // What is not given stays as the draft says.
    let stated = match &args.from {
        Some(from) => {
            let from = day(from, today)?;
            let mut effect = policy.effect.clone().unwrap_or_else(|| Effect::starting(from));
            effect.from = From::Day(from);
            if let Some(last) = &args.last_day {
                effect.until = Some(day(last, today)?.next());
            }
            Some(effect)
        }
        None => None,
    };
    let effect = effect_of(&policy, stated).map_err(|e| e.code(1))?;
    commit::ends_after_beginning(&effect)?;
    let version = past::next_version(&session.log, &id);
    if let Some(stated) = policy.version.filter(|v| *v != version) {
        return Err(Failure::new(Number { stated, next: version }).code(1));
    }
    links.check(&session, &id, version, begins(&effect).0, out)?;
    let events = args.events.read(today, out)?;
    event::warn_if_open(&events, &effect, out);
    let so_far = session.history(&id);
    if let Some(same) = same_text::newest(&policy, &materials.assets, &so_far.latest(), &session) {
        out.warning(&SameText::Issued(same));
    }
    let history = past::before(version, None, &session.log, &session.workspace.archive(), &id)
        .map_err(|fault| report::refuse_to_act(out, &[fault]))?;
    let issuing = Issuing {
        id: &id,
        version,
        effect: &effect,
        date: elsewhere.as_ref().map_or(today, |e| e.date),
        signer: edition::signer(&session),
        history,
        rendition: None,
        draft: false,
    };
    let source = issuing.source(&session.workspace, policy)?;
    let materials = materials.with_code(source.0.edition.address.as_deref())?;
    let typeset = || set(&source.1, &materials.template, &materials.assets);
    // A passphrase in a file is read at once, and the keys open while the PDF is typeset.
    let early = args.sign.yes && args.sign.passphrase.is_file() && args.elsewhere.prepare.is_none();
    let seal_files = sealing.as_ref().and_then(Sealing::files);
    // What the typesetter remarks, `check` and `preview` show.
    let ((pdf, _), keys) = if early {
        let given = args.sign.passphrase.read("")?;
        if let Some(warning) = &given.warning {
            out.warning(warning);
        }
        let alone = session.alone(&id, Matter::Force);
        let (pdf, keys) = std::thread::scope(|scope| {
            let keys = scope.spawn(|| session.unlock(seal_files, &given.passphrase, alone));
            (typeset(), keys.join())
        });
        let keys = keys.unwrap_or_else(|broken| std::panic::resume_unwind(broken))?;
        (pdf.map_err(|e| failed(e, &materials, out))?, Some(keys))
    } else {
        (typeset().map_err(|e| failed(e, &materials, out))?, None)
    };
    if let Some(path) = &args.elsewhere.prepare {
        return elsewhere::prepare(path, &pdf, env, out);
    }
    let (source, bytes) = source;
    let issue = Issue {
        policy: id.clone(),
        version,
        effect: effect.clone(),
        title: source.policy.title.clone(),
        language: Lang::from(source.policy.language).pick("de", "en").to_owned(),
        as_of: source.policy.as_of,
        pdf: FileRef::of(&pdf),
        typeset: Some(Typeset {
            pdf: FileRef::of(&pdf),
            by: typeset::BY.to_owned(),
            source: FileRef::of(&bytes),
            template: FileRef::of(&materials.template),
            assets: materials.named(),
        }),
        label: source.policy.label.clone(),
        amends: links.amends,
        adopted: false,
        replaces: links.replaces.clone(),
        events: events.clone(),
    };
    let mut record = session.record(Body::Issue(Box::new(issue)));
    record.text()?;
    let consequences = session.consequences(&record)?;
    let mut more = links.rows(out.lang);
    more.extend(event::rows(&events, out.lang));
    let charter = session.log.state.charter();
    let seals =
        elsewhere.as_ref().map_or_else(Vec::new, |e| e.rows(charter, sealing::belief(&session), out.lang));
    let seals = sealing.iter().map(|s| s.row(out.lang)).chain(seals).collect();
    let signed = elsewhere.map(|e| e.begins_with(&pdf)).transpose()?;
    if let Some(signed) = &signed {
        sealing::must_hold(&session, signed)?;
    }
    let archived = signed.as_ref().unwrap_or(&pdf);
    let grows = sealing.as_ref().is_some_and(|s| s.files().is_some());
    tell(out, &session, &source, &effect, &materials, (archived, grows, seals), more);
    commit::show(out, &session, &record, &consequences);
    confirm(out.lang.pick("Unterschreiben?", "Sign?"), args.sign.yes, out)?;
    let keys = match keys {
        Some(keys) => keys,
        None => unlock(&session, &record.body, seal_files, &args.sign, out)?,
    };
    let pdf = match (signed, sealing) {
        (Some(signed), _) => signed,
        (None, Some(s)) => s.seal(&session, pdf, reason(&source), source.policy.language.into(), &keys)?,
        (None, None) => pdf,
    };
    let of = FileRef::of(&pdf);
    if let Body::Issue(issue) = &mut record.body {
        issue.pdf = of;
    }
    let mut files = vec![(Place::Pdf(id.clone(), version), pdf), (Place::Source(id.clone(), version), bytes)];
    let asset = |name| Place::Asset(id.clone(), version, name);
    files.extend(materials.files(Place::Template(id.clone(), version), asset));
    if let Some(session) = commit::told(out, env, session.commit(&record, files, &keys)?) {
        let path = shown(&session.workspace.archive().path(&Place::Pdf(id, version)), env);
        let (path, FileRef { size, sha256 }) = (path.display(), of);
        out.say(&lang::say!(
            out.lang,
            "  {path}: {size} Bytes, SHA-256 {sha256}",
            "  {path}: {size} bytes, SHA-256 {sha256}"
        ));
    }
    Ok(0)
}

/// Why the officer signs, in the document's language.
fn reason(source: &Source) -> String {
    let (id, version, title) = (&source.edition.id, source.edition.version, &source.policy.title);
    lang::say!(
        Lang::from(source.policy.language),
        "Freigabe von Fassung {version}: {title} ({id})",
        "Issue of version {version}: {title} ({id})"
    )
}

fn tell(
    out: &mut Out,
    session: &Session,
    source: &Source,
    effect: &Effect,
    materials: &Materials,
    (pdf, grows, seals): (&[u8], bool, Vec<(&'static str, String)>),
    more: Vec<(&'static str, String)>,
) {
    let lang = out.lang;
    let stand = source.policy.as_of.long(lang);
    let (version, bytes) = (source.edition.version, pdf.len());
    let hash = FileRef::of(pdf).sha256;
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), source.edition.id.to_string()),
        (lang.pick("Titel", "Title"), source.policy.title.clone()),
        (
            lang.pick("Fassung", "Version"),
            lang::say!(lang, "{version} (Stand {stand})", "{version} (as of {stand})"),
        ),
        (lang.pick("In Kraft", "In force"), told::beginning(effect, lang)),
    ];
    rows.extend(more);
    rows.extend([
        // The signature in it is made once the keys are open.
        (
            "PDF",
            match grows {
                true => lang::say!(
                    lang,
                    "{bytes} Bytes, SHA-256 {hash} (noch ohne die PDF-Signatur)",
                    "{bytes} bytes, SHA-256 {hash} (before the PDF signature)"
                ),
                false => lang::say!(lang, "{bytes} Bytes, SHA-256 {hash}", "{bytes} bytes, SHA-256 {hash}"),
            },
        ),
        (lang.pick("Zeichnet", "Signs"), edition::signs(session)),
        session.key_row(lang),
    ]);
    rows.extend(seals);
    // They are published with the version.
    rows.extend(materials.rows(lang));
    out.rows(&rows);
}
