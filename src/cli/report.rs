//! What a check found, in words and as JSON.
//!
//! Specification: `docs/archive-format.md`, "Verification", and `docs/json.md`. A failed log gives no answers, so
//! the answering commands print the same findings as `verify` and exit 1, or 2 where a newer version is needed.

use serde_json::{Value, json};

use super::archive_args::in_zone;
use super::out::{Failure, Out};
use crate::base::{Lang, Say as _, Time, lang};
use crate::verify::{Anchored, Finding, Level, Log, Proof, What, Where};

/// Most findings that are printed; the rest is counted.
const SHOWN: usize = 40;

/// Where something was found, in words.
pub fn place(at: &Where, lang: Lang) -> String {
    match at {
        Where::Entry(i) => lang::say!(lang, "Eintrag {i}", "entry {i}"),
        Where::File(path) => path.clone(),
    }
}

/// Prints findings of a level, a line each.
pub fn findings(out: &mut Out, all: &[Finding], level: Level) {
    lines(all, level, out.lang).iter().for_each(|line| out.say(line));
}

fn lines(all: &[Finding], level: Level, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let label = match level {
        Level::Failure => lang.pick("FEHLER", "FAILED"),
        Level::Note => lang.pick("Hinweis", "note"),
    };
    let chosen: Vec<_> = all.iter().filter(|f| f.level == level).collect();
    for f in chosen.iter().take(SHOWN) {
        let (at, fact) = (place(&f.at, lang), f.what.fact(lang));
        lines.push(format!("{label}  {at}: {fact}"));
        if let Some(advice) = f.what.advice(lang).filter(|_| chosen.len() <= 3) {
            lines.push(format!("        {advice}"));
        }
    }
    if let Some(more) = chosen.len().checked_sub(SHOWN).filter(|n| *n > 0) {
        lines.push(lang::say!(lang, "… und {more} weitere", "… and {more} more"));
    }
    if level == Level::Failure && chosen.iter().any(|f| is_void(f)) {
        lines.push(lang::say!(
            lang,
            "Ein unwirksamer Eintrag bleibt im Register und hat keine Wirkung. Wer das Archiv führt, nimmt ihn mit `inkraft acknowledge` zur Kenntnis; wurde der Registerschlüssel gestohlen, mit `inkraft key rotate --archive --reason compromised --acknowledge`.",
            "A void entry stays in the log and has no effect. Whoever keeps the archive takes note of it with `inkraft acknowledge`; if the archive key was stolen, with `inkraft key rotate --archive --reason compromised --acknowledge`."
        ));
    }
    lines
}

/// Whether an entry is void, and no charter has acknowledged that.
fn is_void(finding: &Finding) -> bool {
    matches!(finding.at, Where::Entry(_)) && finding.what.code().starts_with("void-")
}

/// Findings as JSON.
pub fn findings_json(all: &[Finding]) -> Value {
    all.iter()
        .map(|f| {
            let level = if f.level == Level::Failure { "failure" } else { "note" };
            let at = match &f.at {
                Where::Entry(i) => json!({ "entry": i }),
                Where::File(path) => json!({ "file": path }),
            };
            json!({ "level": level, "at": at, "code": f.what.code(), "fact": f.what.fact(Lang::En) })
        })
        .collect()
}

/// What the answer rests on, as JSON.
pub fn basis_json(log: &Log) -> Value {
    let newest = log.stamps.newest();
    let whole = newest.as_ref().is_some_and(|p| p.size == log.tree().size);
    let mut value = json!({
        "origin": log.origin(),
        "size": log.tree().size,
        "root": log.tree().root,
        "anchored": log.anchored == Anchored::Yes,
        "compared_with_earlier": log.compared,
        "logged": log.state.logged,
        // What no third party vouches for stands on the archive's own word.
        "evidence": match (whole, log.confirmed.suffices()) {
            (true, _) => "time-stamp",
            (false, true) => "witnesses",
            (false, false) => "as-logged",
        },
    });
    if let Some(witnesses) = super::witnessed::json(log) {
        value["witnesses"] = witnesses;
    }
    if let Some(proof) = newest {
        value["proven"] = proven_json(&proof, log);
    }
    value
}

/// What a time stamp proves, as JSON.
pub fn proven_json(proof: &Proof, log: &Log) -> Value {
    json!({ "size": proof.size, "time": time_of(proof, log), "authority": proof.authority })
}

/// A proven time, as a clock in the archive's zone shows it.
fn time_of(proof: &Proof, log: &Log) -> Option<Time> {
    time_in_zone(proof.time, log)
}

/// Seconds since 1970, as a clock in the archive's zone shows them.
pub fn time_in_zone(seconds: i64, log: &Log) -> Option<Time> {
    let zone = log.state.charter().map_or("UTC", |c| c.time_zone.as_str());
    in_zone(seconds, zone).ok()
}

/// A proven time and who proves it.
pub fn proven(proof: &Proof, log: &Log, lang: Lang) -> String {
    let authority = &proof.authority;
    let (day, clock) =
        time_of(proof, log).map_or_else(Default::default, |t| (t.day().short(lang), t.clock()));
    lang::say!(
        lang,
        "spätestens am {day}, {clock} Uhr (Zeitstempel von „{authority}“)",
        "no later than {day}, {clock} (time stamp of \"{authority}\")"
    )
}

/// A log that does not hold gives no answer: prints why, and gives the failure to return.
///
/// One that needs a newer version of this program was not judged at all: exit 2.
pub fn refuse(out: &mut Out, json: bool, found: &[Finding]) -> Failure {
    let newer = found.iter().any(|f| matches!(f.what, What::Newer(_)));
    if json {
        out.json(&json!({ "format": "inkraft/report/1", "holds": false, "findings": findings_json(found) }));
    } else {
        let text = if newer {
            lang::say!(
                out.lang,
                "Keine Auskunft: Das Archiv lässt sich hier nicht prüfen.",
                "No answer: the archive cannot be checked here."
            )
        } else {
            lang::say!(
                out.lang,
                "Keine Auskunft: Das Archiv hält der Prüfung nicht stand.",
                "No answer: the archive does not hold."
            )
        };
        out.say(&text);
        findings(out, found, Level::Failure);
    }
    Failure::silent(if newer { 2 } else { 1 })
}

/// An archive that does not hold is neither appended to nor published: says so beside any answer.
#[cfg(feature = "author")]
pub fn refuse_to_act(out: &mut Out, found: &[Finding]) -> Failure {
    let lang = out.lang;
    let newer = found.iter().any(|f| matches!(f.what, What::Newer(_)));
    let fact = if newer {
        lang::say!(
            lang,
            "das Archiv lässt sich hier nicht prüfen; es wurde nichts geändert",
            "the archive cannot be checked here; nothing was changed"
        )
    } else {
        lang::say!(
            lang,
            "das Archiv hält der Prüfung nicht stand; es wurde nichts geändert",
            "the archive does not hold; nothing was changed"
        )
    };
    lines(found, Level::Failure, lang).iter().for_each(|line| out.warn(line));
    Failure::told(fact, None).code(if newer { 2 } else { 1 })
}

/// Nothing is signed into or published from an archive that may be another than the one that is meant.
#[cfg(feature = "author")]
pub fn must_be_anchored(log: &Log, lang: Lang) -> Result<(), Failure> {
    if log.anchored == Anchored::Yes {
        return Ok(());
    }
    let (fact, _) = not_anchored(lang);
    let advice = lang::say!(
        lang,
        "keys/anchor im Arbeitsordner aus einer Sicherung wiederherstellen.",
        "Restore keys/anchor in the workspace from a backup."
    );
    Err(Failure::told(fact, Some(advice)).code(1))
}

/// The failures of a log, if it has any: an answer from it would not be sound.
pub fn sound(out: &mut Out, json: bool, log: &Log) -> Result<(), Failure> {
    let failures: Vec<_> = log.failures().cloned().collect();
    if failures.is_empty() { Ok(()) } else { Err(refuse(out, json, &failures)) }
}

/// The same for whoever keeps the archive: what still waits for witnesses is no failure to him.
#[cfg(feature = "author")]
pub fn sound_to_keeper(out: &mut Out, log: &Log) -> Result<(), Failure> {
    let failures: Vec<_> = log.failures().filter(|f| !f.waits_for_witnesses()).cloned().collect();
    if failures.is_empty() { Ok(()) } else { Err(refuse(out, false, &failures)) }
}

/// Says so if nothing from outside the archive tells which archive was meant: then no answer proves anything.
pub fn warn_not_anchored(out: &mut Out, log: &Log) {
    if log.anchored == Anchored::No {
        let (fact, advice) = not_anchored(out.lang);
        out.say(&lang::say!(out.lang, "Achtung, {fact}.", "Beware, {fact}."));
        out.say(&advice);
    }
}

/// What to say when nothing from outside the archive tells which archive was meant.
pub fn not_anchored(lang: Lang) -> (String, String) {
    (
        lang::say!(
            lang,
            "nicht verankert: kein Vertrauensanker von außerhalb des Archivs",
            "not anchored: no trust anchor from outside the archive"
        ),
        lang::say!(
            lang,
            "Mit --trust den Vertrauensanker angeben, den die Stelle auf anderem Weg bekannt gibt.",
            "Give the trust anchor that the body makes known by another way with --trust."
        ),
    )
}
