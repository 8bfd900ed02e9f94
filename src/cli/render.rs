//! The one place that makes another file of a version and logs it: translations, corrections and all others.
//!
//! Specification: `docs/archive-format.md`, "rendition"; `docs/policy-data.md`, "Translations" and "Corrections". Takes
//! what a command wants and from what it is made; no period moves. Shows what will be signed, asks, then does
//! everything or nothing.

use std::path::{Path, PathBuf};

use super::archive_args::shown;
use super::commit::{self, Session, SignArgs, confirm, unlock};
use super::edition::{self, Issuing};
use super::event::{self, EventArgs};
use super::in_force::NoPolicy;
use super::materials::Materials;
use super::not_of::NotOf;
use super::out::{Failure, Out};
use super::pdf_file::PdfFile;
use super::same_text::{self, SameText};
use super::sealing::Sealing;
use super::setting::{failed, set};
use super::{Env, past, rebuild, rendition, report, told};
use crate::base::effect::Effect;
use crate::base::{Id, Lang, Purpose, Say, lang};
use crate::format::charter::Matter;
use crate::format::files::Files;
use crate::format::layout::{Part, Place};
use crate::format::record::{Body, FileRef, Issue, Rendition, Typeset, tail};
use crate::policy::Policy;
use crate::timeline::View;
use crate::typeset::{self, Original, Source};
use crate::verify::{Finding, Log, Standing, What, Where};

/// What a command wants to be made.
#[derive(Debug)]
pub struct Wanted {
    /// The policy.
    pub id: Id,
    /// The version; the newest that is not withdrawn where absent.
    pub version: Option<u32>,
    /// What the file is for.
    pub purpose: Purpose,
    /// Its language, where it is not the version's.
    pub language: Option<String>,
    /// Its title, where it is not the version's; of what is typeset, the policy data say it.
    pub title: Option<String>,
    /// Why it is made.
    pub reason: Option<String>,
    /// What it is made from.
    pub from: Made,
}

/// What a file is made from.
#[derive(Debug)]
pub enum Made {
    /// A draft with what it is typeset with, and where it lies.
    Draft(Box<Policy>, Materials, PathBuf),
    /// The text that is in the archive, typeset anew. The folder's template and fonts are taken.
    Archived,
    /// A PDF that was made elsewhere.
    File(PdfFile),
}

/// A file that is ready to be signed.
struct Ready {
    pdf: Vec<u8>,
    typeset: Option<Typeset>,
    title: Option<String>,
    /// What it was made from, at its places.
    files: Vec<(Place, Vec<u8>)>,
    /// What an officer should know of it.
    rows: Vec<(&'static str, String)>,
}

/// The version that a file is one of.
struct Version<'a> {
    id: &'a Id,
    entry: u64,
    issue: &'a Issue,
    effect: &'a Effect,
    /// Index of the entry that the file will have: the archive is locked.
    index: u64,
}

/// Makes the file, asks, and logs it.
pub fn run(
    wanted: Wanted,
    events: &EventArgs,
    sign: &SignArgs,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let session = Session::begin(sign, env, out)?;
    // What was made elsewhere is taken as it is.
    let sealing = match &wanted.from {
        Made::File(_) => None,
        _ => Some(Sealing::begin(&session)?),
    };
    let history = session.history(&wanted.id);
    let view = history.latest();
    let (entry, issue) = version(&session.log, &view, &wanted)?;
    let effect = view.effect(entry).unwrap_or(&issue.effect);
    let index = session.log.tree().size;
    let of = Version { id: &wanted.id, entry, issue, effect, index };
    let Wanted { purpose, language, reason, .. } = &wanted;
    if let Some(own) = language.as_ref().filter(|l| issue.language.eq_ignore_ascii_case(l)) {
        return Err(Failure::new(NotOf::OwnLanguage(issue.version, own.clone())).code(1));
    }
    if let Made::Draft(policy, _, file) = &wanted.from {
        agrees(policy, file, &of, language.is_some()).map_err(|e| Failure::new(e).code(1))?;
    }
    // The text that applies now: as issued, or as last corrected.
    let text = view.renditions(entry).0.unwrap_or(entry);
    let text = session.log.state.standing.get(&text).ok_or(NotOf::AllWithdrawn)?;
    if *purpose == Purpose::Correction && is_same(&wanted.from, text, &session) {
        return Err(Failure::new(NotOf::Same(text.index)).code(1));
    }
    if let (Made::Draft(policy, materials, _), Purpose::Correction) = (&wanted.from, purpose)
        && let Some(other) = same_text::other_version(policy, &materials.assets, &view, entry, &session)
    {
        out.warning(&SameText::Corrects(other, issue.version));
    }
    let events = events.read(session.now.day(), out)?;
    let ready = ready(&wanted, &of, text, &view, &session, env, out)?;
    let place = place(&of, Part::Pdf(tail(*purpose, language.as_deref())));
    tell(out, &session, &of, &wanted, (&ready, sealing.as_ref()), &events);
    let record = Rendition {
        policy: of.id.clone(),
        version: issue.version,
        purpose: *purpose,
        language: language.clone(),
        title: ready.title.clone(),
        pdf: FileRef::of(&ready.pdf),
        typeset: ready.typeset,
        reason: reason.clone(),
        events,
    };
    let mut record = session.record(Body::Rendition(Box::new(record)));
    record.text()?;
    commit::show(out, &session, &record, &session.consequences(&record)?);
    if *purpose == Purpose::Correction {
        stale(&session.log, &view, entry).iter().for_each(|stale| out.warning(stale));
    }
    confirm(out.lang.pick("Unterschreiben?", "Sign?"), sign.yes, out)?;
    let keys = unlock(&session, &record.body, sealing.as_ref().and_then(Sealing::files), sign, out)?;
    let mut pdf = ready.pdf;
    if let Some(sealing) = &sealing {
        let (reason, language) = why(&wanted, &of, ready.title.as_deref());
        pdf = sealing.seal(&session, pdf, reason, language, &keys)?;
        if let Body::Rendition(rendition) = &mut record.body {
            rendition.pdf = FileRef::of(&pdf);
        }
    }
    let mut files = vec![(place.clone(), pdf)];
    files.extend(ready.files);
    if let Some(session) = commit::told(out, env, session.commit(&record, files, &keys)?) {
        out.say(&format!("  {}", shown(&session.workspace.archive().path(&place), env).display()));
    }
    Ok(0)
}

/// The version that is meant, and the entry of its issue.
fn version<'a>(log: &'a Log, view: &View<'_>, wanted: &Wanted) -> Result<(u64, &'a Issue), Failure> {
    let id = &wanted.id;
    if !log.state.histories.contains_key(id) {
        let known = log.state.histories.keys().cloned().collect();
        return Err(NoPolicy { asked: id.to_string(), known }.into());
    }
    let mut spans = view.spans().iter();
    let span = match wanted.version {
        Some(version) => {
            let known = view.spans().iter().map(|s| s.version).collect();
            spans.find(|s| s.version == version).ok_or(NotOf::NoVersion(version, known))?
        }
        None => spans.rfind(|s| view.counts(s.entry)).ok_or(NotOf::AllWithdrawn)?,
    };
    Ok(log.state.issue(id, span.version).ok_or(NotOf::NoVersion(span.version, Vec::new()))?)
}

/// Whether a draft can be another file of this version. A reader asks the same of the archived source.
fn agrees(policy: &Policy, file: &Path, of: &Version<'_>, translated: bool) -> Result<(), NotOf> {
    let (version, issue) = (of.issue.version, of.issue);
    if let Some(stated) = policy.version.filter(|stated| *stated != version) {
        return Err(NotOf::Number(file.to_path_buf(), version, stated));
    }
    if policy.as_of != issue.as_of {
        return Err(NotOf::Stand(file.to_path_buf(), version, policy.as_of, issue.as_of));
    }
    let language = Lang::from(policy.language).tag();
    if !translated && language != issue.language {
        return Err(NotOf::Language(
            file.to_path_buf(),
            version,
            language.to_owned(),
            issue.language.clone(),
        ));
    }
    if !translated && policy.label != issue.label {
        return Err(NotOf::Label(file.to_path_buf(), version, policy.label.clone(), issue.label.clone()));
    }
    match policy.effect.clone().filter(|stated| stated != of.effect) {
        Some(stated) => {
            let effects = Box::new((stated, of.effect.clone()));
            Err(NotOf::Effect(file.to_path_buf(), version, effects))
        }
        None => Ok(()),
    }
}

/// Whether the text is that of the entry already: the same words and images, whatever it is set with.
fn is_same(from: &Made, text: &Standing, session: &Session) -> bool {
    let Some(files) = Files::of(&text.record.body, text.index) else { return false };
    match from {
        Made::File(file) => FileRef::of(&file.bytes) == files.pdf,
        Made::Archived => true,
        Made::Draft(policy, materials, _) => same_text::is_same(policy, &materials.assets, text, session),
    }
}

/// Where a file of the rendition will lie.
fn place(of: &Version<'_>, part: Part) -> Place {
    Place::Rendition(of.id.clone(), of.issue.version, of.index, part)
}

/// Makes the file, or takes it as it is.
fn ready(
    wanted: &Wanted,
    of: &Version<'_>,
    text: &Standing,
    view: &View<'_>,
    session: &Session,
    env: &Env,
    out: &mut Out,
) -> Result<Ready, Failure> {
    match &wanted.from {
        Made::File(file) => {
            file.check_known(&session.log, out)?;
            let row = (out.lang.pick("Datei", "File"), file.path.display().to_string());
            let title = wanted.title.clone().filter(|title| *title != of.issue.title);
            let pdf = file.bytes.clone();
            Ok(Ready { pdf, typeset: None, title, files: Vec::new(), rows: vec![row] })
        }
        Made::Draft(policy, materials, _) => {
            typeset_anew(wanted, of, (**policy).clone(), materials.clone(), session, out)
        }
        Made::Archived => {
            let text = match &wanted.language {
                None => text,
                Some(language) => translation(&session.log, view, of.entry, language)
                    .ok_or_else(|| NotOf::NoTranslation(of.issue.version, language.clone()))?,
            };
            if let Some((by, _)) = session.log.state.withheld(text) {
                return Err(Failure::new(NotOf::Withheld(text.index, by)).code(1));
            }
            let fault = |what| {
                let place = Files::of(&text.record.body, text.index).map(|f| f.source_place().to_string());
                Finding::failure(Where::File(place.unwrap_or_default()), what)
            };
            let files = Files::of(&text.record.body, text.index);
            let files = files.ok_or(NotOf::NoSource(text.index))?;
            let made = files.typeset.ok_or(NotOf::NoSource(text.index))?;
            let inputs = rebuild::inputs(&session.workspace.archive(), &files, made);
            let (source, _, assets) =
                inputs.ok_or_else(|| report::refuse_to_act(out, &[fault(What::Altered)]))?;
            let policy = Source::of(&source)?.policy;
            let materials = Materials::gather(&session.workspace, of.id, &policy, env, out)?;
            let materials = materials.with_images(&policy.images(), assets);
            typeset_anew(wanted, of, policy, materials, session, out)
        }
    }
}

/// The translation into a language that is offered.
fn translation<'a>(log: &'a Log, view: &View<'_>, issue: u64, language: &str) -> Option<&'a Standing> {
    let is_it = |r: &Rendition| {
        let same = r.language.as_ref().is_some_and(|l| l.eq_ignore_ascii_case(language));
        r.purpose == Purpose::Translation && same
    };
    let entry = view.renditions(issue).1.into_iter().find(|e| rendition::at(log, *e).is_some_and(is_it))?;
    log.state.standing.get(&entry)
}

/// Typesets a text as this file of the version.
fn typeset_anew(
    wanted: &Wanted,
    of: &Version<'_>,
    policy: Policy,
    materials: Materials,
    session: &Session,
    out: &mut Out,
) -> Result<Ready, Failure> {
    let (id, issue, language) = (of.id, of.issue, wanted.language.as_deref());
    let past = past::before(issue.version, language, &session.log, &session.workspace.archive(), id)
        .map_err(|fault| report::refuse_to_act(out, &[fault]))?;
    let original = Original { language: issue.language.clone(), title: issue.title.clone() };
    let stated = typeset::Rendition { purpose: wanted.purpose, original };
    // Where others must sign as well, the index of its entry is not known yet; its version has an address.
    let printed = match session.alone(id, Matter::Rendition) {
        true => place(of, Part::Pdf(tail(wanted.purpose, language))),
        false => Place::Pdf(id.clone(), issue.version),
    };
    let issuing = Issuing {
        id,
        version: issue.version,
        effect: of.effect,
        date: session.now.day(),
        signer: edition::signer(session),
        history: past,
        rendition: Some((stated, printed)),
        draft: false,
    };
    let (source, bytes) = issuing.source(&session.workspace, policy)?;
    let materials = materials.with_code(source.edition.address.as_deref())?;
    // What the typesetter remarks, `check` and `preview` show.
    let set = set(&bytes, &materials.template, &materials.assets);
    let (pdf, _) = set.map_err(|e| failed(e, &materials, out))?;
    let typeset = Typeset {
        pdf: FileRef::of(&pdf),
        by: typeset::BY.to_owned(),
        source: FileRef::of(&bytes),
        template: FileRef::of(&materials.template),
        assets: materials.named(),
    };
    let rows = materials.rows(out.lang);
    let mut files = vec![(place(of, Part::Source), bytes)];
    files.extend(materials.files(place(of, Part::Template), |name| place(of, Part::Asset(name))));
    let title = (source.policy.title != issue.title).then(|| source.policy.title.clone());
    Ok(Ready { pdf, typeset: Some(typeset), title, files, rows })
}

/// Why the officer signs, in the file's language, and that.
fn why(wanted: &Wanted, of: &Version<'_>, title: Option<&str>) -> (String, Lang) {
    let tag = wanted.language.as_ref().unwrap_or(&of.issue.language);
    let language = if tag == Lang::De.tag() { Lang::De } else { Lang::En };
    let what = wanted.purpose.told(wanted.language.as_deref(), language);
    let (id, version, title) = (of.id, of.issue.version, title.unwrap_or(&of.issue.title));
    let reason = lang::say!(
        language,
        "{what} zu Fassung {version}: {title} ({id})",
        "{what} of version {version}: {title} ({id})"
    );
    (reason, language)
}

fn tell(
    out: &mut Out,
    session: &Session,
    of: &Version<'_>,
    wanted: &Wanted,
    (ready, sealing): (&Ready, Option<&Sealing>),
    events: &[crate::base::effect::Event],
) {
    let (lang, issue) = (out.lang, of.issue);
    let stand = issue.as_of.long(lang);
    let (version, title, bytes) = (issue.version, &issue.title, ready.pdf.len());
    let hash = FileRef::of(&ready.pdf).sha256;
    let which = wanted.purpose.told(wanted.language.as_deref(), lang);
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), of.id.to_string()),
        (lang.pick("Titel", "Title"), ready.title.as_ref().unwrap_or(title).clone()),
        (
            lang.pick("Ausgabe", "Rendition"),
            lang::say!(
                lang,
                "{which} zu Fassung {version} „{title}“ (Stand {stand})",
                "{which} of version {version} \"{title}\" (as of {stand})"
            ),
        ),
        (lang.pick("In Kraft", "In force"), told::beginning(of.effect, lang)),
    ];
    rows.extend(wanted.reason.iter().map(|reason| (lang.pick("Begründung", "Reason"), reason.clone())));
    rows.extend(event::rows(events, lang));
    rows.extend([
        ("PDF", lang::say!(lang, "{bytes} Bytes, SHA-256 {hash}", "{bytes} bytes, SHA-256 {hash}")),
        (lang.pick("Zeichnet", "Signs"), edition::signs(session)),
        (lang.pick("Schlüssel", "Key"), session.officer.name.clone()),
    ]);
    rows.extend(sealing.map(|s| s.row(lang)));
    rows.extend(ready.rows.iter().cloned());
    out.rows(&rows);
}

/// A file that goes on showing the text before its correction.
#[derive(Debug)]
struct Stale {
    entry: u64,
    purpose: Purpose,
    language: Option<String>,
}

/// The files that are offered beside a version that is being corrected.
fn stale(log: &Log, view: &View<'_>, issue: u64) -> Vec<Stale> {
    let also = view.renditions(issue).1.into_iter();
    let found = also.filter_map(|entry| Some((entry, rendition::at(log, entry)?)));
    found.map(|(entry, r)| Stale { entry, purpose: r.purpose, language: r.language.clone() }).collect()
}

impl Say for Stale {
    fn fact(&self, lang: Lang) -> String {
        let (what, entry) = (self.purpose.told(self.language.as_deref(), lang), self.entry);
        lang::say!(
            lang,
            "die {what} in Eintrag {entry} zeigt weiter den unberichtigten Text",
            "the {what} in entry {entry} still shows the uncorrected text"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Auch sie neu machen (`translate`, `rendition`), wenn der Fehler in ihr steht, oder mit `withdraw` zurücknehmen.",
            "Make it anew as well (`translate`, `rendition`) if it has the mistake, or withdraw it."
        ))
    }
}
