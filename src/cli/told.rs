//! Records in words: what each says, what happened outside the archive, when an effect begins and ends.
//!
//! Specification: `docs/in-force.md`, "Records". Shared by `history`, certificates and the signing commands.

use super::answer::{awaits_text, period};
use super::rendition::{self, State};
use super::{dispute, event};
use crate::base::effect::{Effect, Event, From};
use crate::base::{Id, Lang, lang};
use crate::format::record::{Body, Decision, Ground, Rendition, Review, Withdraw, Withhold, WithholdGround};
use crate::manifest::one_line;
use crate::timeline::{Span, View};
use crate::verify::{Log, Standing};

/// What else a record says, a line each.
pub fn more(body: &Body, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    match body {
        Body::Issue(i) => {
            if i.adopted {
                lines.push(lang::say!(
                    lang,
                    "übernommen: ein PDF, das es schon gab; ohne Quelldaten",
                    "adopted: a PDF that existed before; without source data"
                ));
            }
            if let Some(version) = i.amends {
                lines.push(lang::say!(lang, "ändert Fassung {version}", "amends version {version}"));
            }
            if !i.replaces.is_empty() {
                let named = i.replaces.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
                lines.push(lang::say!(lang, "ersetzt {named}", "replaces {named}"));
            }
        }
        Body::Rendition(r) => lines
            .extend(r.reason.as_ref().map(|text| lang::say!(lang, "Begründung: {text}", "reason: {text}"))),
        _ => {}
    }
    lines.extend(events(body).iter().map(|e| event::told(e, lang)));
    lines
}

/// What happened outside the archive.
pub fn events(body: &Body) -> &[Event] {
    match body {
        Body::Issue(b) => &b.events,
        Body::Effect(b) => &b.events,
        Body::Repeal(b) => &b.events,
        Body::Withdraw(b) => &b.events,
        Body::Rendition(b) => &b.events,
        Body::Review(b) => &b.events,
        Body::Withhold(b) => &b.events,
        Body::Charter(_) => &[],
    }
}

/// A record in a line, with whether it was withdrawn, is disputed or void.
pub fn told(standing: &Standing, log: &Log, view: &View<'_>, lang: Lang) -> String {
    let text = says(standing, log, view, lang);
    // They end in what became of them.
    if matches!(standing.record.body, Body::Issue(_) | Body::Rendition(_)) {
        return text;
    }
    match dispute::mark(view, standing.index, lang) {
        Some(mark) => format!("{text} – {mark}"),
        None if view.is_withdrawn(standing.index) => {
            lang::say!(lang, "{text} – zurückgenommen", "{text} – withdrawn")
        }
        None => text,
    }
}

fn says(standing: &Standing, log: &Log, view: &View<'_>, lang: Lang) -> String {
    match &standing.record.body {
        Body::Issue(i) => {
            let (version, title) = (i.version, &i.title);
            let stated = || beginning(view.effect(standing.index).unwrap_or(&i.effect), lang);
            let state = match view.spans().iter().find(|s| s.entry == standing.index) {
                None => dispute::mark(view, standing.index, lang)
                    .unwrap_or(lang.pick("zurückgenommen", "withdrawn"))
                    .to_owned(),
                Some(Span { period: Some(p), fixed: true, disputed: true, .. }) => {
                    let p = period(p, lang);
                    lang::say!(lang, "in Kraft {p}, Zeitraum strittig", "in force {p}, period disputed")
                }
                Some(s) if s.disputed => {
                    let stated = stated();
                    lang::say!(lang, "strittig ({stated})", "disputed ({stated})")
                }
                Some(s) if s.never => lang::say!(lang, "nie in Kraft getreten", "never in force"),
                Some(Span { period: Some(p), fixed: true, .. }) => {
                    let p = period(p, lang);
                    lang::say!(lang, "in Kraft {p}", "in force {p}")
                }
                // As it was last stated.
                Some(_) => stated(),
            };
            lang::say!(lang, "Fassung {version} „{title}“: {state}", "version {version} \"{title}\": {state}")
        }
        Body::Effect(e) => {
            let (target, effect) = (e.target, beginning(&e.effect, lang));
            lang::say!(
                lang,
                "Geltungsregelung zu Eintrag {target}: {effect}",
                "effect of entry {target}: {effect}"
            )
        }
        Body::Repeal(r) => {
            let effect = beginning(&r.effect, lang);
            lang::say!(lang, "Aufhebung: {effect}", "repeal: {effect}")
        }
        Body::Withdraw(w) => {
            let (target, why) = (w.target, withdrawn(w, lang));
            lang::say!(lang, "Rücknahme von Eintrag {target} ({why})", "withdrawal of entry {target} ({why})")
        }
        Body::Rendition(r) => {
            let (version, what) = (r.version, rendition::told(r, lang));
            let text = lang::say!(lang, "{what} zu Fassung {version}", "{what} of version {version}");
            match state(standing.index, r, log, view).told(lang) {
                Some(state) => format!("{text}: {state}"),
                None => text,
            }
        }
        Body::Review(r) => {
            let (since, through, due) = (r.since.short(lang), r.through.short(lang), r.next_due.short(lang));
            let decisions = decisions(r, lang);
            lang::say!(
                lang,
                "Evaluierung {since} bis {through}: {decisions}; nächste fällig am {due}",
                "review {since} to {through}: {decisions}; the next due on {due}"
            )
        }
        Body::Withhold(w) => {
            let (target, why) = (w.target, withheld(w, lang));
            lang::say!(
                lang,
                "Sperrung der Dateien von Eintrag {target} ({why})",
                "files of entry {target} withheld ({why})"
            )
        }
        Body::Charter(_) => lang::say!(lang, "Zeichnungsregelung", "charter"),
    }
}

/// What a review decided: `facebook: unverändert fortführen, twitter: anpassen`.
fn decisions(review: &Review, lang: Lang) -> String {
    let one = |d: &Decision| match &d.channel {
        Some(channel) => format!("{}: {}", one_line(channel), d.outcome.told(lang)),
        None => d.outcome.told(lang).to_owned(),
    };
    review.decisions.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Why a record is withdrawn: `Gericht: Urteil vom 3. Mai`.
pub fn withdrawn(withdraw: &Withdraw, lang: Lang) -> String {
    let ground = match withdraw.ground {
        Ground::Error => lang.pick("Irrtum", "error"),
        Ground::Decision => lang.pick("Beschluss", "decision"),
        Ground::Court => lang.pick("Gericht", "court"),
    };
    format!("{ground}: {}", withdraw.reason)
}

/// Why files are withheld: `Löschung: Name einer Privatperson`.
pub fn withheld(withhold: &Withhold, lang: Lang) -> String {
    let ground = match withhold.ground {
        WithholdGround::Erasure => lang.pick("Löschung", "erasure"),
        WithholdGround::Court => lang.pick("Gericht", "court"),
        WithholdGround::Decision => lang.pick("Beschluss", "decision"),
    };
    format!("{ground}: {}", one_line(&withhold.reason))
}

/// What became of a rendition.
pub fn state(entry: u64, of: &Rendition, log: &Log, view: &View<'_>) -> State {
    let issue = log.state.issue(&of.policy, of.version);
    State::of(view, entry, issue.map_or(entry, |(issue, _)| issue))
}

/// When an effect begins and ends, in words.
pub fn beginning(effect: &Effect, lang: Lang) -> String {
    let mut text = match &effect.from {
        From::Day(day) => {
            let day = day.short(lang);
            lang::say!(lang, "ab {day}", "from {day}")
        }
        From::Open(open) => {
            let (day, what) = (open.not_before.short(lang), awaits_text(open.awaits, lang));
            let latest = open.not_after.map(|day| day.short(lang));
            let latest = latest.map_or_else(String::new, |day| {
                lang::say!(lang, ", spätestens ab {day}", ", on {day} at the latest")
            });
            lang::say!(
                lang,
                "frühestens ab {day}{latest}, noch offen ({what})",
                "from {day} at the earliest{latest}, open ({what})"
            )
        }
    };
    if let Some(until) = effect.until {
        let last = until.previous().short(lang);
        text += &lang::say!(lang, " bis {last}", " to {last}");
    }
    if let Some(whom) = &effect.for_whom {
        text += &lang::say!(lang, ", für {whom}", ", for {whom}");
    }
    for b in &effect.beside {
        let version = b.version;
        text += &lang::say!(lang, "; daneben Fassung {version}", "; beside it version {version}");
        if let Some(until) = b.until {
            let last = until.previous().short(lang);
            text += &lang::say!(lang, " bis {last}", " to {last}");
        }
        if let Some(whom) = &b.for_whom {
            text += &lang::say!(lang, " für {whom}", " for {whom}");
        }
    }
    text
}
