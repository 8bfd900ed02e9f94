//! `verify FILE.pdf`: which version a PDF is, or which other file of one, and when that version is in force.
//!
//! Specification: `docs/archive-format.md`, "Verification"; `docs/json.md`. A PDF is looked for by its bytes; its
//! name and what it says of itself do not matter.

use serde_json::{Value, json};

use super::answer;
use super::archive_args::{self, ArchiveArgs};
use super::out::{Failure, Out};
use super::pdf_begins;
use super::pdf_seal::Signatures;
use super::pdf_unknown::{self, NotTheSheet, Unknown};
use super::rendition::{self, State};
use super::{Env, dispute, in_force, report, told};
use crate::base::{Day, Digest, Id, Lang, Sha256, lang};
use crate::format::certificate::is_sheet;
use crate::format::files::Files;
use crate::format::record::{Body, Issue, Rendition};
use crate::timeline::{Answer, History, Span, Verdict, View};
use crate::verify::seal::Belief;
use crate::verify::{self, Anchored, Log, Standing};

/// A file of the archive, found by its bytes.
struct Found<'a> {
    log: &'a Log,
    /// The record that speaks of it.
    standing: &'a Standing,
    policy: &'a Id,
    version: u32,
    /// The entry of the version's issue.
    issue: u64,
    /// The version's title.
    title: &'a str,
    /// Whether the version is a PDF that existed before.
    adopted: bool,
    /// The record, if it is no version itself.
    rendition: Option<&'a Rendition>,
    /// The policy as all is known.
    view: View<'a>,
    answer: Answer,
}

impl<'a> Found<'a> {
    fn new(log: &'a Log, standing: &'a Standing, today: Day) -> Option<Self> {
        let files = Files::of(&standing.record.body, standing.index)?;
        let rendition = match &standing.record.body {
            Body::Rendition(r) => Some(r.as_ref()),
            _ => None,
        };
        let (issue, Issue { title, adopted, .. }) = log.state.issue(files.policy, files.version)?;
        let history: &History = log.state.histories.get(files.policy)?;
        let known = log.known_by(today);
        let (policy, version) = (files.policy, files.version);
        let (view, answer) = (history.as_known(known), history.answer(today, known));
        let adopted = *adopted;
        Some(Self { log, standing, policy, version, issue, title, adopted, rendition, view, answer })
    }

    /// Whether its version is in force today; `None` if that is undetermined.
    fn in_force(&self) -> Option<bool> {
        match &self.answer.verdict {
            Verdict::One(v) => Some(v.version == self.version),
            Verdict::Several(all) => Some(all.iter().any(|v| v.version == self.version)),
            Verdict::None(_) => Some(false),
            Verdict::Undetermined { .. } => None,
        }
    }

    /// When its version is in force; `None` if it is withdrawn.
    fn span(&self) -> Option<&Span> {
        self.view.spans().iter().find(|s| s.entry == self.issue)
    }

    fn state(&self) -> State {
        State::of(&self.view, self.standing.index, self.issue)
    }

    /// Whether it is among the files that the policy has to offer.
    fn is_offered(&self) -> bool {
        match self.rendition {
            Some(_) => self.state() == State::Current,
            None => self.span().is_some() && !self.view.is_disputed(self.issue),
        }
    }

    /// The last correction of a version, which applies in the place of what was issued.
    fn corrected(&self) -> Option<u64> {
        self.view.renditions(self.issue).0.filter(|entry| *entry != self.standing.index)
    }
}

/// Tells what a PDF is.
pub fn run(bytes: &[u8], from: &ArchiveArgs, json: bool, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let sha256 = Sha256::of(bytes);
    let sheet = is_sheet(bytes);
    // Whoever has but the file needs no archive to be told of its signatures, nor that it is only a sheet.
    if from.is_nowhere(env) && !sheet {
        let trust = from.trust_alone(env)?;
        let signatures =
            Signatures::new(bytes, None, Belief { authorities: &trust.authorities, existed: trust.now });
        if !signatures.is_empty() {
            return Ok(pdf_unknown::alone(out, json, sha256, &signatures));
        }
    }
    let opened = from.open(env).map_err(|e| if sheet { NotTheSheet.into() } else { e })?;
    let log = verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, json, &f))?;
    report::sound(out, json, &log)?;
    let today = archive_args::now(env, log.state.charter())?.day();
    let all = log.state.standing.values();
    let same = |s: &&Standing| Files::of(&s.record.body, s.index).is_some_and(|f| f.pdf.sha256 == sha256);
    let found = all.filter(same).filter_map(|s| Found::new(&log, s, today));
    let now = Belief { authorities: &opened.trust.authorities, existed: opened.trust.now };
    // The same file can be several versions, or renditions: the one that matters most is told.
    let Some(found) = found.max_by_key(|f| (f.in_force() == Some(true), f.is_offered(), f.standing.index))
    else {
        let begins = pdf_begins::find(&log, bytes);
        // No entry says when this file was there: the charter in use now judges it.
        let signatures = Signatures::new(bytes, log.state.charter(), now);
        return Ok(pdf_unknown::told(out, json, &Unknown { sha256, sheet, log: &log, begins, signatures }));
    };
    let anchored = log.anchored == Anchored::Yes;
    let entry = found.standing.index;
    let signatures = Signatures::new(bytes, log.state.charter_at(entry), log.stamps.belief(entry))
        .of_record(&found.standing.signers, &found.standing.record.origin);
    if json {
        let mut value = as_json(&found, sha256, today);
        value["signatures"] = signatures.json();
        out.json(&value);
    } else {
        print(out, &found, today, &signatures);
        if !anchored {
            let (fact, advice) = report::not_anchored(out.lang);
            out.say(&fact);
            out.say(&advice);
        }
    }
    Ok(if anchored { 0 } else { 1 })
}

fn as_json(found: &Found<'_>, sha256: Digest, today: Day) -> Value {
    let standing = found.standing;
    let mut value = json!({
        "format": "inkraft/pdf-report/1",
        "holds": found.log.anchored == Anchored::Yes,
        "sha256": sha256,
        "policy": found.policy,
        "version": found.version,
        "title": found.title,
        "entry": standing.index,
        "signed_at": standing.record.signed_at,
        "logged": standing.logged,
        "signers": standing.signers,
        "period": found.span().and_then(|s| s.period),
        "today": today,
        "in_force_today": found.in_force(),
        "log": report::basis_json(found.log),
    });
    if found.adopted && found.rendition.is_none() {
        value["adopted"] = json!(true);
    }
    if let Some(rendition) = found.rendition {
        value["rendition"] = rendition::json(rendition);
        value["rendition"]["current"] = json!(found.state() == State::Current);
    }
    if let Some(proof) = found.log.stamps.proof_of(standing.index) {
        value["proven"] = report::proven_json(&proof, found.log);
    }
    dispute::add_json(&mut value, &found.view, standing.index);
    if let Some(entry) = found.corrected() {
        value["corrected"] = json!(entry);
    }
    if let Some((entry, withhold)) = found.log.state.withheld(standing) {
        value["withheld"] = json!({ "entry": entry, "ground": withhold.ground, "reason": withhold.reason });
    }
    value
}

fn print(out: &mut Out, found: &Found<'_>, today: Day, signatures: &Signatures<'_>) {
    let (lang, standing) = (out.lang, found.standing);
    let (policy, title) = (found.policy, found.title);
    let signed = answer::signers(found.log, standing);
    let (day, logged) = (standing.record.signed_at.day().short(lang), standing.logged.day().short(lang));
    let entry = standing.index;
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), format!("{policy} – {title}")),
        (lang.pick("Fassung", "Version"), found.version.to_string()),
    ];
    if found.adopted && found.rendition.is_none() {
        let text = lang.pick(
            "übernommen: ein PDF, das es schon gab; ohne Quelldaten",
            "adopted: a PDF that existed before; without source data",
        );
        rows.push((lang.pick("Herkunft", "Origin"), text.to_owned()));
    }
    if let Some(rendition) = found.rendition {
        let what = rendition::told(rendition, lang);
        let state = found.state().told(lang).map_or_else(String::new, |state| format!(" – {state}"));
        rows.push((lang.pick("Ausgabe", "Rendition"), format!("{what}{state}")));
    }
    if let Some(entry) = found.corrected() {
        let text = lang::say!(
            lang,
            "ja, der Wortlaut ist der in Eintrag {entry}",
            "yes, the wording is that in entry {entry}"
        );
        rows.push((lang.pick("Berichtigt", "Corrected"), text));
    }
    if let Some((entry, withhold)) = found.log.state.withheld(standing) {
        let why = told::withheld(withhold, lang);
        let text = lang::say!(
            lang,
            "ja, nicht öffentlich (Eintrag {entry}, {why}); nicht weitergeben",
            "yes, not public (entry {entry}, {why}); do not pass it on"
        );
        rows.push((lang.pick("Gesperrt", "Withheld"), text));
    }
    rows.extend(dispute::row(&found.view, entry, lang));
    rows.extend([
        (
            lang.pick("Echt", "Authentic"),
            lang::say!(
                lang,
                "ja, Byte für Byte die eingetragene Datei (Eintrag {entry})",
                "yes, byte for byte the logged file (entry {entry})"
            ),
        ),
        (
            lang.pick("Gezeichnet", "Signed"),
            lang::say!(lang, "{signed} am {day} (eigene Angabe)", "{signed} on {day} (own statement)"),
        ),
        (
            lang.pick("Eingetragen", "Logged"),
            lang::say!(lang, "{logged} (Angabe des Archivs)", "{logged} (the archive's statement)"),
        ),
    ]);
    if let Some(proof) = found.log.stamps.proof_of(entry) {
        rows.push((lang.pick("Bewiesen", "Proven"), report::proven(&proof, found.log, lang)));
    }
    rows.extend(signatures.rows(lang));
    rows.push((lang.pick("In Kraft", "In force"), when(found, today, lang)));
    out.rows(&rows);
    out.say(&answer::sentence(&found.answer, today, found.log, lang));
    out.say(&in_force::according_to(found.log, found.answer.known, lang));
}

/// When the version is in force, and whether it is today.
fn when(found: &Found<'_>, today: Day, lang: Lang) -> String {
    let when = dispute::span(&found.view, found.issue, lang);
    let today_text = match found.in_force() {
        Some(true) => lang::say!(lang, "ja", "yes"),
        Some(false) => lang::say!(lang, "nein", "no"),
        None => lang::say!(lang, "noch offen", "undetermined"),
    };
    let date = today.short(lang);
    lang::say!(lang, "{when}; am {date}: {today_text}", "{when}; on {date}: {today_text}")
}
