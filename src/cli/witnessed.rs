//! What witnesses confirm, in words and as JSON.
//!
//! Specification: `docs/witnesses.md`, `docs/json.md`. Takes a log that was read; its quorum was judged before.

use serde_json::{Value, json};

#[cfg(feature = "author")]
use super::out::Out;
use super::report::time_in_zone;
use crate::base::{Lang, lang};
use crate::verify::{Confirmation, Log};

/// Who confirms the log and when: name and time of each, if the trust anchor names any.
pub fn json(log: &Log) -> Option<Value> {
    let one = |c: &Confirmation| json!({ "name": c.witness, "time": time_in_zone(c.time, log) });
    (log.confirmed.named > 0).then(|| log.confirmed.by.iter().map(one).collect())
}

/// When a witness confirmed.
fn when(confirmation: &Confirmation, log: &Log, lang: Lang) -> String {
    let time = time_in_zone(confirmation.time, log);
    let (day, clock) = time.map_or_else(Default::default, |t| (t.day().short(lang), t.clock()));
    lang::say!(lang, "{day}, {clock} Uhr", "{day}, {clock}")
}

/// How many witnesses confirm it, and when last; nothing if the trust anchor names none.
pub fn row(log: &Log, lang: Lang) -> Option<String> {
    let confirmed = &log.confirmed;
    let (have, named) = (confirmed.by.len(), confirmed.named);
    let text = match confirmed.last() {
        _ if named == 0 => return None,
        Some(last) => {
            let when = when(last, log, lang);
            lang::say!(
                lang,
                "bestätigt von {have} von {named} Zeugen, zuletzt am {when}",
                "confirmed by {have} of {named} witnesses, last on {when}"
            )
        }
        None => lang::say!(
            lang,
            "von {named} Zeugen hat keiner diesen Stand bestätigt",
            "confirmed by none of {named} witnesses"
        ),
    };
    let asked = match confirmed.quorum.map(|q| q.need) {
        Some(need) => lang::say!(lang, "nötig: {need}", "needed: {need}"),
        None => lang::say!(lang, "der Vertrauensanker verlangt keinen", "the trust anchor asks for none"),
    };
    Some(format!("{text} ({asked})"))
}

/// Each that confirms it, in a sentence; nothing if nobody does whom the trust anchor names.
pub fn sentence(log: &Log, lang: Lang) -> Option<String> {
    let one = |c: &Confirmation| {
        let (witness, when) = (&c.witness, when(c, log, lang));
        lang::say!(lang, "„{witness}“ am {when}", "\"{witness}\" on {when}")
    };
    let all: Vec<String> = log.confirmed.by.iter().map(one).collect();
    let all = all.join(", ");
    (!all.is_empty()).then(|| {
        lang::say!(
            lang,
            "Zeugen bestätigen diesen Stand als den neuesten, den sie zu dieser Zeit kannten: {all}.",
            "Witnesses confirm this state as the newest that they knew at that time: {all}."
        )
    })
}

/// Says that witnesses must still be asked, before anybody else believes this state.
#[cfg(feature = "author")]
pub fn ask(out: &mut Out) {
    out.say(&lang::say!(
        out.lang,
        "Noch offen: Zeugen müssen diesen Stand bestätigen, bevor er veröffentlicht wird. Ihnen archive/checkpoint geben;",
        "Still open: witnesses must confirm this state before it is published. Give them archive/checkpoint;"
    ));
    out.say(&lang::say!(
        out.lang,
        "  was sie zurückgeben, trägt `inkraft cosign DATEI` ein.",
        "  what they give back goes into `inkraft cosign FILE`."
    ));
}
