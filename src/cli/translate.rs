//! `translate`: a translation becomes another file of a version: typeset, hashed, signed, appended.
//!
//! Specification: `docs/archive-format.md`, "rendition"; `docs/policy-data.md`, "Translations". No period moves.
//! Shows what will be signed, asks, then does everything or nothing.

use std::path::PathBuf;

use super::archive_args::NoId;
use super::archive_args::shown;
use super::commit::{self, Session, SignArgs, confirm, unlock};
use super::edition::{self, Issuing};
use super::in_force::NoPolicy;
use super::materials::Materials;
use super::out::{Failure, Out};
use super::setting::{failed, set};
use super::workspace::Workspace;
use super::{Env, history, past, report, translation};
use crate::base::effect::Effect;
use crate::base::{AsOf, Id, Lang, Purpose, Say, lang};
use crate::format::layout::{Part, Place};
use crate::format::record::{Body, FileRef, Issue, Rendition, Typeset, tail};
use crate::policy::Policy;
use crate::timeline::History;
use crate::typeset::{self, Original, Source};
use crate::verify::Log;

/// Sign a translation of a version
///
/// The draft of the translation is policy.LANGUAGE.toml beside policy.toml. It becomes another file of the version; which version is in force when does not change. Of several translations into one language the last is offered; all stay in the archive.
///
/// Exit codes: 0 logged; 1 declined, or the draft or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft check house-rules --language en\n  inkraft translate house-rules --to en\n  inkraft translate house-rules --to en --version 2"
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The language of the translation
    #[arg(long, value_name = "LANGUAGE", value_parser = ["de", "en"])]
    to: String,
    /// The version that is translated (default: the newest that is not withdrawn)
    #[arg(long = "version", value_name = "N")]
    version_number: Option<u32>,
    #[command(flatten)]
    sign: SignArgs,
}

/// Why a draft is no translation of a version. Nothing was changed.
#[derive(Debug)]
enum NotOf {
    /// There is no such version, or it is withdrawn; these there are.
    NoVersion(u32, Vec<u32>),
    /// Every version is withdrawn.
    AllWithdrawn,
    /// The version is in that language itself.
    OwnLanguage(u32, Lang),
    /// The draft states another number.
    Number { file: PathBuf, stated: u32, version: u32 },
    /// The draft states another "Stand".
    Stand { file: PathBuf, stated: AsOf, version: u32, of: AsOf },
    /// The draft states another effect: the draft's, and the version's.
    Effect { file: PathBuf, version: u32, effects: Box<(Effect, Effect)> },
}

impl Say for NotOf {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NoVersion(version, _) => lang::say!(
                lang,
                "eine Fassung {version} ist nicht eingetragen, oder sie ist zurückgenommen",
                "there is no version {version} in the log, or it is withdrawn"
            ),
            Self::AllWithdrawn => {
                lang::say!(lang, "jede Fassung ist zurückgenommen", "every version is withdrawn")
            }
            Self::OwnLanguage(version, language) => {
                let name = lang::name_of(language.tag(), lang);
                lang::say!(
                    lang,
                    "die Sprache von Fassung {version} ist selbst {name}",
                    "version {version} is in {name} itself"
                )
            }
            Self::Number { file, stated, version } => {
                let file = file.display();
                lang::say!(
                    lang,
                    "{file} nennt Fassung {stated}, übersetzt wird aber Fassung {version}",
                    "{file} says version {stated}, but version {version} is translated"
                )
            }
            Self::Stand { file, stated, version, of } => {
                let (file, stated, of) = (file.display(), stated.long(lang), of.long(lang));
                lang::say!(
                    lang,
                    "{file} hat den Stand {stated}, Fassung {version} aber den Stand {of}",
                    "{file} is as of {stated}, but version {version} as of {of}"
                )
            }
            Self::Effect { file, version, effects } => {
                let file = file.display();
                let (stated, of) =
                    (history::beginning(&effects.0, lang), history::beginning(&effects.1, lang));
                lang::say!(
                    lang,
                    "nach {file} gilt der Text {stated}, Fassung {version} gilt aber {of}",
                    "{file} says that the text applies {stated}, but version {version} applies {of}"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NoVersion(_, known) => {
                let known = known.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                (!known.is_empty()).then(|| lang::say!(lang, "Vorhanden: {known}.", "There are: {known}."))
            }
            Self::AllWithdrawn | Self::OwnLanguage(..) => None,
            Self::Number { version, .. } => Some(lang::say!(
                lang,
                "Die Übersetzung auf den Text von Fassung {version} bringen, oder mit --version eine andere wählen.",
                "Bring the translation up to the text of version {version}, or choose another with --version."
            )),
            Self::Stand { version, .. } => Some(lang::say!(
                lang,
                "Die Übersetzung auf den Text von Fassung {version} bringen und deren `as_of` angeben.",
                "Bring the translation up to the text of version {version}, and state its `as_of`."
            )),
            Self::Effect { .. } => Some(lang::say!(
                lang,
                "In der Übersetzung [effect] weglassen: Sie gilt, wie ihre Fassung gilt.",
                "Leave [effect] out of the translation: it applies as its version does."
            )),
        }
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let id: Id = args.policy.parse().map_err(NoId)?;
    let to = translation::language_of(&args.to);
    // What is wrong with the draft is said before the archive is looked at.
    let workspace = Workspace::find(env)?;
    let policy = translation::read(&workspace, &id, to, env, out)?;
    let file = shown(&workspace.draft(&id, Some(to)), env);
    let materials = Materials::gather(&workspace, &id, &policy, env, out)?;
    let session = Session::begin(&args.sign, env, out)?;
    let history = session.history(&id);
    let (entry, issue) = version(&session.log, &history, &id, args.version_number)?;
    let effect = history.latest().effect(entry).unwrap_or(&issue.effect).clone();
    agrees(&policy, file, issue, &effect, to).map_err(|e| Failure::new(e).code(1))?;
    let replaces = current(&session.log, &history, entry, to);

    let past = past::before(issue.version, Some(to.tag()), &session.log, &session.workspace.archive(), &id)
        .map_err(|fault| report::refuse_to_act(out, &[fault]))?;
    let original = Original { language: issue.language.clone(), title: issue.title.clone() };
    // The archive is locked: the next entry will have this index.
    let index = session.log.tree().size;
    let at = |part| Place::Rendition(id.clone(), issue.version, index, part);
    let place = at(Part::Pdf(tail(Purpose::Translation, Some(to.tag()))));
    let issuing = Issuing {
        id: &id,
        version: issue.version,
        effect: &effect,
        date: session.now.day(),
        signer: edition::signer(&session),
        history: past,
        rendition: Some((typeset::Rendition { purpose: Purpose::Translation, original }, place.clone())),
        draft: false,
    };
    let (source, bytes) = issuing.source(&session.workspace, policy)?;
    let materials = materials.with_code(source.edition.address.as_deref())?;
    // What the typesetter remarks, `check` and `preview` show.
    let set = set(&bytes, &materials.template, &materials.assets);
    let (pdf, _) = set.map_err(|e| failed(e, &materials, out))?;
    let rendition = Rendition {
        policy: id.clone(),
        version: issue.version,
        purpose: Purpose::Translation,
        language: Some(to.tag().to_owned()),
        title: (source.policy.title != issue.title).then(|| source.policy.title.clone()),
        pdf: FileRef::of(&pdf),
        typeset: Some(Typeset {
            pdf: FileRef::of(&pdf),
            by: typeset::BY.to_owned(),
            source: FileRef::of(&bytes),
            template: FileRef::of(&materials.template),
            assets: materials.named(),
        }),
        reason: None,
        events: Vec::new(),
    };
    tell(out, &session, &source, issue, &materials, &pdf);
    let record = session.record(Body::Rendition(Box::new(rendition)));
    commit::show(out, &session.consequences(&record)?);
    if let Some(entry) = replaces {
        out.say(&lang::say!(
            out.lang,
            "  → Die Übersetzung in Eintrag {entry} bleibt im Archiv, wird aber nicht mehr angeboten.",
            "  → The translation in entry {entry} stays in the archive, but is no longer offered."
        ));
    }
    confirm(out.lang.pick("Unterschreiben?", "Sign?"), args.sign.yes, out)?;
    let keys = unlock(&session, &args.sign, out)?;
    let mut files = vec![(place.clone(), pdf), (at(Part::Source), bytes)];
    files.extend(materials.files(at(Part::Template), |name| at(Part::Asset(name))));
    let (appended, session) = session.commit(&record, files, &keys)?;
    commit::done(out, &appended);
    out.say(&format!("  {}", shown(&session.workspace.archive().path(&place), env).display()));
    Ok(0)
}

/// The version that is translated, and the entry of its issue.
fn version<'a>(
    log: &'a Log,
    history: &History,
    id: &Id,
    asked: Option<u32>,
) -> Result<(u64, &'a Issue), Failure> {
    if history.records().is_empty() {
        let known = log.state.histories.keys().cloned().collect();
        return Err(NoPolicy { asked: id.to_string(), known }.into());
    }
    let view = history.latest();
    let mut spans = view.spans().iter();
    let span = match asked {
        Some(version) => {
            let known = view.spans().iter().map(|s| s.version).collect();
            spans.find(|s| s.version == version).ok_or(NotOf::NoVersion(version, known))?
        }
        None => spans.next_back().ok_or(NotOf::AllWithdrawn)?,
    };
    Ok(log.state.issue(id, span.version).ok_or(NotOf::NoVersion(span.version, Vec::new()))?)
}

/// Whether a draft can be a translation of this version.
fn agrees(policy: &Policy, file: PathBuf, issue: &Issue, effect: &Effect, to: Lang) -> Result<(), NotOf> {
    let version = issue.version;
    if issue.language.eq_ignore_ascii_case(to.tag()) {
        return Err(NotOf::OwnLanguage(version, to));
    }
    if let Some(stated) = policy.version.filter(|stated| *stated != version) {
        return Err(NotOf::Number { file, stated, version });
    }
    if policy.as_of != issue.as_of {
        return Err(NotOf::Stand { file, stated: policy.as_of, version, of: issue.as_of });
    }
    match policy.effect.clone().filter(|stated| stated != effect) {
        Some(stated) => {
            let effects = Box::new((stated, effect.clone()));
            Err(NotOf::Effect { file, version, effects })
        }
        None => Ok(()),
    }
}

/// The entry of the translation into that language that is offered now.
fn current(log: &Log, history: &History, issue: u64, to: Lang) -> Option<u64> {
    let (_, also) = history.latest().renditions(issue);
    also.into_iter().find(|entry| match log.state.standing.get(entry).map(|s| &s.record.body) {
        Some(Body::Rendition(r)) => {
            let same = r.language.as_ref().is_some_and(|l| l.eq_ignore_ascii_case(to.tag()));
            r.purpose == Purpose::Translation && same
        }
        _ => false,
    })
}

fn tell(out: &mut Out, session: &Session, source: &Source, issue: &Issue, materials: &Materials, pdf: &[u8]) {
    let lang = out.lang;
    let stand = source.policy.as_of.long(lang);
    let (version, title, bytes) = (issue.version, &issue.title, pdf.len());
    let hash = FileRef::of(pdf).sha256;
    let which = Purpose::Translation.told(Some(Lang::from(source.policy.language).tag()), lang);
    let who = source.edition.signer.as_ref().map_or(String::new(), |s| match &s.function {
        Some(f) => format!("{}, {f}", s.name),
        None => s.name.clone(),
    });
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), source.edition.id.to_string()),
        (lang.pick("Titel", "Title"), source.policy.title.clone()),
        (
            lang.pick("Ausgabe", "Rendition"),
            lang::say!(
                lang,
                "{which} zu Fassung {version} „{title}“ (Stand {stand})",
                "{which} of version {version} \"{title}\" (as of {stand})"
            ),
        ),
        (lang.pick("In Kraft", "In force"), history::beginning(&source.edition.effect, lang)),
        ("PDF", lang::say!(lang, "{bytes} Bytes, SHA-256 {hash}", "{bytes} bytes, SHA-256 {hash}")),
        (lang.pick("Zeichnet", "Signs"), who),
        (lang.pick("Schlüssel", "Key"), session.officer.name.clone()),
    ];
    rows.extend(materials.rows(lang));
    out.rows(&rows);
}
