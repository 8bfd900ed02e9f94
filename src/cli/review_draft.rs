//! A `review.toml` to start from: everything that is known already, and comments for the rest.
//!
//! Specification: `docs/review.md`. Takes the session, the policy's history and what its newest version says; gives the
//! text. Writes nothing.

use super::archived;
use super::commit::Session;
use super::workspace::quoted;
use crate::base::{Id, Lang, lang};
use crate::format::charter::person;
use crate::timeline::History;

/// Months between two evaluations where the version does not say: what the strictest guidance asks for.
const EVERY_MONTHS: u16 = 12;

/// The text of a draft.
pub fn template(
    session: &Session,
    id: &Id,
    history: &History,
    source: Option<&archived::Policy>,
    lang: Lang,
) -> String {
    let (log, view, today) = (&session.log, history.latest(), session.now.day());
    let last = log.last_review(id).map(|(_, review)| review.through.next());
    let begun = || view.spans().iter().filter_map(|s| s.period).map(|p| p.from).min();
    let since = last.or_else(begun).filter(|d| *d <= today).unwrap_or(today);
    let every = source.and_then(|s| s.review.as_ref());
    let due = today.plus_months(every.map_or(EVERY_MONTHS, |e| e.every_months));
    let charter = log.state.charter();
    let who = charter.and_then(|c| c.person(&session.officer.name, log.origin()));
    let name = who.map_or_else(
        || person(&session.officer.name, log.origin()).unwrap_or_default().to_owned(),
        |p| p.name.clone(),
    );
    let function = who.and_then(|p| p.function.as_deref());
    let function = function.map_or_else(
        || {
            format!(
                "# function = \"\"{}",
                lang.pick("          # in welcher Funktion", "          # in what function")
            )
        },
        |f| format!("function = {}", quoted(f)),
    );
    let by = quoted(&name);
    let published = every.and_then(|e| e.published.as_deref()).map_or_else(
        || {
            format!(
                "# published = \"https://…\"{}",
                lang.pick("   # wo das Ergebnis steht", "   # where the result is published")
            )
        },
        |url| format!("published = {}", quoted(url)),
    );
    let mut text = lang::say!(
        lang,
        "# Evaluierung. Zeigen, fragen, unterschreiben: inkraft review {id}\n\
         since = {since}             # der erste Tag des Zeitraums\n\
         through = {today}           # der letzte\n\
         on = {today}                # der Tag der Entscheidung\n\
         by = {by}\n\
         {function}\n\
         necessary = true               # noch erforderlich?\n\
         # necessary_because = \"…\"     # ein Text oder eine Liste\n\
         alternatives = true            # gibt es die anderen Wege noch?\n\
         # alternatives_note = \"…\"\n\
         # law = [\"…\"]                 # Änderungen im Recht\n\
         # platform = [\"…\"]            # Änderungen der Plattformen\n\
         # complaints = \"keine\"        # Beschwerden, und was daraus wurde\n\
         next_due = {due}          # wann die nächste fällig ist\n\
         {published}\n",
        "# Evaluation. Show, ask, sign: inkraft review {id}\n\
         since = {since}             # the first day of the time looked at\n\
         through = {today}           # the last\n\
         on = {today}                # the day of the decision\n\
         by = {by}\n\
         {function}\n\
         necessary = true               # still necessary?\n\
         # necessary_because = \"…\"     # a text or a list\n\
         alternatives = true            # are the alternatives still there?\n\
         # alternatives_note = \"…\"\n\
         # law = [\"…\"]                 # changes in law\n\
         # platform = [\"…\"]            # changes of the platforms\n\
         # complaints = \"none\"         # complaints, and what became of them\n\
         next_due = {due}          # when the next one is due\n\
         {published}\n"
    );
    text += lang.pick(
        "\n# Kennzahlen, so viele es gibt:\n\
         # [[figures]]\n# channel = \"…\"\n# metric = \"Reichweite\"\n# value = 3600\n# qualifier = \"bis zu\"\n\
         # unit = \"je Beitrag\"\n# as_of = 2019-01\n# source = \"…\"\n\n\
         # outcome: keep (unverändert fortführen), adapt (anpassen), close (einstellen), deferred (zurückgestellt)\n",
        "\n# Figures, as many as there are:\n\
         # [[figures]]\n# channel = \"…\"\n# metric = \"Reach\"\n# value = 3600\n# qualifier = \"up to\"\n\
         # unit = \"per post\"\n# as_of = 2019-01\n# source = \"…\"\n\n\
         # outcome: keep, adapt, close, deferred\n",
    );
    let open = |c: &&archived::Channel| c.until.is_none_or(|until| until > today);
    let channels: Vec<_> = source.map(|s| s.channels.iter().filter(open).collect()).unwrap_or_default();
    let decision = |head: String| format!("[[decisions]]\n{head}outcome = \"keep\"\nreason = \"\"\n\n");
    for channel in &channels {
        let network: String = channel.network.split_whitespace().collect::<Vec<_>>().join(" ");
        text += &decision(format!("channel = \"{}\"   # {network}\n", channel.id));
    }
    if channels.is_empty() {
        text += &decision(String::new());
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}
