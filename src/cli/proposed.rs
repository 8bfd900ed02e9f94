//! What a record says, in the rows that an officer is shown before signing it, from the record alone.
//!
//! Specification: `docs/four-eyes.md`, "Judging". Whoever approves has no draft: what is shown follows from the record, its
//! files and this copy of the archive.

use super::charter_brings::{sentence, void_entries};
use super::charter_change::Ruling;
use super::charter_told::{holder, role, thresholds};
use super::effect::item;
use super::key_names::reason;
use super::links::Links;
use super::{event, given, rendition, review, told};
use crate::base::effect::{Effect, From};
use crate::base::{Id, Lang, Say as _, lang};
use crate::format::charter::Charter;
use crate::format::files::Files;
use crate::format::pending::Pending;
use crate::format::record::{
    After, Body, FileRef, Issue, Record, Rendition, Repeal, Restate, Stream, Typeset, Withdraw,
};
use crate::format::review::Report;
use crate::seal::fingerprint;
use crate::typeset;
use crate::verify::Log;

type Rows = Vec<(&'static str, String)>;

/// What it is, in a few words: `Freigabe von Fassung 2`.
pub fn what(record: &Record, lang: Lang) -> String {
    match &record.body {
        Body::Issue(b) => {
            let version = b.version;
            lang::say!(lang, "Freigabe von Fassung {version}", "issue of version {version}")
        }
        Body::Effect(b) => {
            let target = b.target;
            lang::say!(lang, "Geltungsregelung zu Eintrag {target}", "effect of entry {target}")
        }
        Body::Repeal(_) => lang.pick("Aufhebung", "repeal").to_owned(),
        Body::Withdraw(b) => {
            let target = b.target;
            lang::say!(lang, "Rücknahme von Eintrag {target}", "withdrawal of entry {target}")
        }
        Body::Rendition(b) => {
            let (what, version) = (rendition::told(b, lang), b.version);
            lang::say!(lang, "{what} zu Fassung {version}", "{what} of version {version}")
        }
        Body::Review(_) => lang.pick("Evaluierung", "review").to_owned(),
        Body::Withhold(b) => {
            let target = b.target;
            lang::say!(
                lang,
                "Sperrung der Dateien von Eintrag {target}",
                "withholding of the files of entry {target}"
            )
        }
        Body::Charter(_) => lang.pick("Zeichnungsregelung", "charter").to_owned(),
    }
}

/// All that will be signed.
pub fn rows(pending: &Pending, log: &Log, lang: Lang) -> Rows {
    let record = &pending.record;
    let mut rows = vec![(lang.pick("Erklärung", "Record"), what(record, lang))];
    match record.stream() {
        Stream::Policy(id) => rows.push((lang.pick("Regelung", "Policy"), id.to_string())),
        Stream::Charter => rows.push((lang.pick("Archiv", "Archive"), record.origin.clone())),
    }
    match &record.body {
        Body::Issue(b) => rows.extend(issue(b, lang)),
        Body::Effect(b) => rows.extend(effect(b, log, lang)),
        Body::Repeal(b) => rows.extend(repeal(b, lang)),
        Body::Withdraw(b) => rows.extend(withdraw(b, log, lang)),
        Body::Rendition(b) => rows.extend(rendition_of(b, log, lang)),
        Body::Review(b) => {
            let report = pending.files.first().and_then(|bytes| Report::parse(bytes).ok());
            rows.extend(
                report.iter().flat_map(|r| review::rows(&b.policy, &r.found, lang).into_iter().skip(1)),
            );
        }
        Body::Withhold(b) => {
            rows.push((lang.pick("Begründung", "Reason"), told::withheld(b, lang)));
        }
        Body::Charter(new) => {
            rows.extend(log.state.charter().map(|old| changes(old, new, lang)).unwrap_or_default());
            rows.extend(rulings(new, log, lang));
        }
    }
    rows.extend(event::rows(told::events(&record.body), lang));
    if let Some(files) = Files::of(&record.body, 0) {
        let FileRef { sha256, size } = files.pdf;
        rows.push((
            "PDF",
            lang::say!(lang, "{size} Bytes, SHA-256 {sha256}", "{size} bytes, SHA-256 {sha256}"),
        ));
        rows.extend(files.typeset.map(|made| template(made, &record.body, log, lang)));
    }
    rows
}

/// Whose template typeset the PDF. A template is a program: it alone decides what of the text the PDF shows.
fn template(made: &Typeset, body: &Body, log: &Log, lang: Lang) -> (&'static str, String) {
    let before = log.state.standing.values().filter(|s| s.record.body.policy() == body.policy());
    let issues = before.filter_map(|s| match &s.record.body {
        Body::Issue(issue) => Some((issue.version, Files::of(&s.record.body, s.index)?.typeset?.template)),
        _ => None,
    });
    let told = if made.template == FileRef::of(typeset::TEMPLATE) {
        lang.pick("die eingebaute", "the built-in one").to_owned()
    } else {
        match issues.max_by_key(|(version, _)| *version).filter(|(_, before)| *before == made.template) {
            Some((version, _)) => lang::say!(
                lang,
                "eine eigene, dieselbe wie in Fassung {version}",
                "an own one, the same as of version {version}"
            ),
            None => lang::say!(
                lang,
                "eine eigene, weder die hier eingebaute noch die der vorigen Fassung",
                "an own one, neither the one built in here nor that of the version before"
            ),
        }
    };
    (lang.pick("Vorlage", "Template"), told)
}

fn issue(b: &Issue, lang: Lang) -> Rows {
    let (version, stand) = (b.version, b.as_of.long(lang));
    let label = b.label.as_ref().map_or_else(String::new, |label| format!(" „{label}“"));
    let language = lang::name_of(&b.language, lang);
    let mut rows = vec![
        (lang.pick("Titel", "Title"), b.title.clone()),
        (
            lang.pick("Fassung", "Version"),
            lang::say!(
                lang,
                "{version}{label} (Stand {stand}, {language})",
                "{version}{label} (as of {stand}, {language})"
            ),
        ),
    ];
    if b.adopted {
        let text = lang.pick(
            "wie es ist: ohne Quelldaten, Barrierefreiheit nicht geprüft",
            "as it is: without source data, accessibility not checked",
        );
        rows.push((lang.pick("Übernommen", "Adopted"), text.to_owned()));
    }
    rows.push((lang.pick("In Kraft", "In force"), told::beginning(&b.effect, lang)));
    rows.extend(Links { amends: b.amends, replaces: b.replaces.clone() }.rows(lang));
    rows
}

fn effect(b: &Restate, log: &Log, lang: Lang) -> Rows {
    let history = log.state.histories.get(&b.policy);
    let view = history.map(|h| h.latest());
    let item = view.as_ref().and_then(|view| item(view, b.target).ok());
    let mut rows: Rows = item
        .map(|item: given::Item<'_>| {
            vec![
                (lang.pick("Betrifft", "Concerns"), item.told(lang)),
                (lang.pick("Bisher", "So far"), told::beginning(item.effect, lang)),
            ]
        })
        .unwrap_or_default();
    rows.push((lang.pick("Künftig", "From now"), told::beginning(&b.effect, lang)));
    rows
}

fn repeal(b: &Repeal, lang: Lang) -> Rows {
    let mut rows = vec![(lang.pick("Aufhebung", "Repeal"), last_day(&b.effect, lang))];
    if !b.successors.is_empty() {
        let named = b.successors.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
        rows.push((lang.pick("Nachfolge", "Successor"), named));
    }
    rows
}

/// When a repeal takes effect, as an officer thinks of it.
pub fn last_day(effect: &Effect, lang: Lang) -> String {
    match &effect.from {
        From::Day(from) => {
            let last = from.previous().short(lang);
            lang::say!(lang, "letzter Tag in Kraft {last}", "last day in force {last}")
        }
        From::Open(_) => told::beginning(effect, lang),
    }
}

fn withdraw(b: &Withdraw, log: &Log, lang: Lang) -> Rows {
    let target = b.target;
    let history = log.state.histories.get(&b.policy);
    let view = history.map(|h| h.latest());
    let of = log.state.standing.get(&target).zip(view.as_ref());
    let mut rows: Rows = of
        .map(|(s, view)| (lang.pick("Betrifft", "Concerns"), told::told(s, log, view, lang)))
        .into_iter()
        .collect();
    rows.extend([
        (
            lang.pick("Rücknahme", "Withdraws"),
            lang::say!(
                lang,
                "Eintrag {target}, als wäre er nie gemacht worden",
                "entry {target}, as if it had never been made"
            ),
        ),
        (lang.pick("Begründung", "Reason"), told::withdrawn(b, lang)),
    ]);
    rows
}

fn rendition_of(b: &Rendition, log: &Log, lang: Lang) -> Rows {
    let mut rows = Vec::new();
    let issue = log.state.issue(&b.policy, b.version).map(|(_, issue)| issue);
    if let Some(title) = b.title.as_ref().or(issue.map(|i| &i.title)) {
        rows.push((lang.pick("Titel", "Title"), title.clone()));
    }
    rows.extend(b.reason.iter().map(|reason| (lang.pick("Begründung", "Reason"), reason.clone())));
    rows
}

/// What a charter changes, item by item; what it says once, too.
fn changes(old: &Charter, new: &Charter, lang: Lang) -> Rows {
    let (added, removed) = (lang.pick("Neu", "Added"), lang.pick("Entfällt", "Removed"));
    let mut rows = Vec::new();
    let mut compare = |old: Vec<String>, new: Vec<String>| {
        rows.extend(old.iter().filter(|o| !new.contains(o)).map(|o| (removed, o.clone())));
        rows.extend(new.iter().filter(|n| !old.contains(n)).map(|n| (added, n.clone())));
    };
    let (of_old, of_new) = (described(old, lang), described(new, lang));
    compare(of_old, of_new);
    for revoked in &new.revoked {
        let from = revoked.compromised_from.map_or_else(String::new, |c| {
            lang::say!(
                lang,
                ", Signaturen ab Eintrag {c} strittig",
                ", signatures from entry {c} on disputed"
            )
        });
        let (key, reason) = (&revoked.key, reason(revoked.reason, lang));
        rows.push((lang.pick("Widerrufen", "Revoked"), format!("{key} ({reason}){from}")));
    }
    rows
}

/// What a charter rules, a row for each entry with what that says, or what is wrong with it.
fn rulings(new: &Charter, log: &Log, lang: Lang) -> Rows {
    let void = void_entries(log);
    let wrong = |a: &After| {
        let (_, finding) = void.iter().find(|(entry, _)| entry == a)?;
        let (index, why) = (a.index, finding.what.fact(lang));
        Some(lang::say!(lang, "Eintrag {index}: {why}", "entry {index}: {why}"))
    };
    let says = |a: &After| sentence(log.state.standing.get(&a.index)?, log, lang);
    let lists = [
        (Ruling::Acknowledge, &new.acknowledged),
        (Ruling::Confirm, &new.confirmed),
        (Ruling::Void, &new.voided),
    ];
    let rows = lists.into_iter().flat_map(|(ruling, list)| list.iter().map(move |a| (ruling.label(lang), a)));
    // What cannot be ruled so is refused; until then it is told by its number.
    let told = |a: &After| wrong(a).or_else(|| says(a)).unwrap_or_else(|| a.index.to_string());
    rows.map(|(label, a)| (label, told(a))).collect()
}

/// Each part of a charter that can change, in a line.
fn described(charter: &Charter, lang: Lang) -> Vec<String> {
    let mut lines = vec![lang::say!(lang, "Herausgeber {}", "publishers {}", charter.publishers.join(", "))];
    lines.extend(charter.people.iter().map(|p| {
        let (id, told) = (&p.id, super::charter_told::described(p, lang));
        lang::say!(lang, "Person {id}: {told}", "person {id}: {told}")
    }));
    lines.extend(charter.keys.iter().map(|k| {
        let (name, role, print) = (&k.name, role(k.role, lang), fingerprint(&k.public.0));
        lang::say!(lang, "Schlüssel {name} ({role}), {print}", "key {name} ({role}), {print}")
    }));
    lines.extend(charter.seals.iter().map(|s| {
        let (whose, print) = (holder(s, charter, lang), s.certificate.groups());
        lang::say!(lang, "Zertifikat, {whose}: {print}", "certificate, {whose}: {print}")
    }));
    let numbers = thresholds(charter, lang);
    lines.extend(numbers.iter().map(|told| lang::say!(lang, "Unterschriften: {told}", "signatures: {told}")));
    lines
}
