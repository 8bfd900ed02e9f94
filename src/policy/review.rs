//! From the text of a `review.toml` to what a review found, or to everything that is wrong with it.
//!
//! Specification: `docs/review.md`. Read by a shape of its own with the machinery of policy data (`tree`, `walk`), so
//! that all mistakes are told in one run, each with its line. The type is the caller's, who knows the archive's format.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::across::{list, references, text};
use super::problem::{Cause, Problem};
use super::walk::Walk;
use super::{shape, tree};
use crate::base::{Id, limits};

/// A channel of the version that is reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownChannel {
    /// Its id.
    pub id: Id,
    /// It is closed by the day on which the review is made, so nothing needs to be decided about it.
    pub closed: bool,
}

/// Reads the draft of a review; `channels` are those of the version, where they are known.
///
/// Decided is about each channel once, and about the policy as a whole at most once; that must be if it has none.
pub fn review<T: DeserializeOwned>(
    source: &str,
    channels: Option<&[KnownChannel]>,
) -> Result<T, Vec<Problem>> {
    if source.len() as u64 > limits::REVIEW {
        return Err(vec![Problem::new(0..0, Cause::TooLarge { limit: limits::REVIEW })]);
    }
    let (root, broken) = tree::toml(source);
    let mut walk = Walk::new(source, broken.clone());
    let data = walk.document(&shape::REVIEW_DRAFT, &root);
    if let Some(channels) = channels {
        walk.ids =
            channels.iter().enumerate().map(|(i, c)| (format!("/channels/{i}"), c.id.clone())).collect();
        references(&mut walk);
    }
    days(&mut walk, &data);
    decisions(&mut walk, &data, channels);
    let mut problems = walk.problems;
    let semantic = problems.split_off(broken.len());
    problems.extend(semantic.into_iter().filter(|p| !tree::unclear(source, &broken, p.span.start)));
    if problems.is_empty() {
        match serde_json::from_value(data) {
            Ok(found) => return Ok(found),
            // The shape and the type contradict each other: a fault of the program, not of the file.
            Err(e) => problems.push(Problem::new(0..0, Cause::Contradiction(e.to_string()))),
        }
    }
    problems.sort_by_key(|p| p.span.start);
    Err(problems)
}

/// The time looked at has an end that is not before its beginning, the decision comes after its beginning, and the
/// next review after the decision. Days are compared as they are written: year, month, day.
fn days(walk: &mut Walk<'_>, data: &Json) {
    for (first, last) in [("since", "through"), ("since", "on"), ("on", "next_due")] {
        if let (Some(from), Some(to)) = (text(data, first), text(data, last))
            && to < from
        {
            walk.note(walk.span(&format!("/{last}")), Cause::EndsBeforeItBegins { field: last });
        }
    }
}

fn decisions(walk: &mut Walk<'_>, data: &Json, channels: Option<&[KnownChannel]>) {
    let mut seen: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (i, decision) in list(data, "decisions").iter().enumerate() {
        let channel = text(decision, "channel");
        let at = |i: usize| match channel {
            Some(_) => format!("/decisions/{i}/channel"),
            None => format!("/decisions/{i}/outcome"),
        };
        if let Some(first) = seen.get(&channel) {
            let (field, value) = ("channel", channel.unwrap_or_default().to_owned());
            let first = walk.span(&at(*first));
            walk.note(walk.span(&at(i)), Cause::Duplicate { field, value, first });
        }
        seen.entry(channel).or_insert(i);
    }
    // What is missing is told where the decisions begin.
    let span = walk.span("/decisions");
    let open =
        channels.unwrap_or_default().iter().filter(|c| !c.closed && !seen.contains_key(&Some(c.id.as_str())));
    for channel in open {
        walk.note(span.clone(), Cause::Undecided { channel: Some(channel.id.to_string()) });
    }
    let nothing = seen.is_empty() || channels.is_some_and(|c| c.is_empty() && !seen.contains_key(&None));
    if nothing && walk.spans.contains_key("/decisions") {
        walk.note(span, Cause::Undecided { channel: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    const GOOD: &str = "since = 2018-07-25\nthrough = 2018-12-31\non = 2019-01-21\nby = \"Erika Muster\"\n\
        necessary = true\nalternatives = true\nlaw = \"DSGVO\"\nnext_due = 2019-07-21\n\n\
        [[figures]]\nchannel = \"facebook\"\nmetric = \"Reichweite\"\nvalue = 3600\nas_of = 2018-12-01\n\n\
        [[decisions]]\nchannel = \"facebook\"\noutcome = \"keep\"\nreason = \"bewährt\"\n\n\
        [[decisions]]\nchannel = \"twitter\"\noutcome = \"adapt\"\nreason = \"umbenannt\"\n";

    fn channels() -> Vec<KnownChannel> {
        let channel = |id: &str, closed| KnownChannel { id: id.parse().unwrap(), closed };
        vec![channel("facebook", false), channel("twitter", false), channel("myspace", true)]
    }

    fn told(source: &str, channels: Option<&[KnownChannel]>) -> String {
        match review::<Json>(source, channels) {
            Ok(_) => String::new(),
            Err(all) => all.iter().map(|p| p.render("review.toml", source, Lang::En, false) + "\n").collect(),
        }
    }

    #[test]
    fn a_review_in_order_is_read() {
        assert_eq!(told(GOOD, Some(&channels())), "");
        assert_eq!(told(GOOD, None), "");
        let data: Json = review(GOOD, None).unwrap();
        assert_eq!(data["law"], serde_json::json!(["DSGVO"]));
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        for (from, to, told_so) in [
            ("through = 2018-12-31", "through = 2018-01-31", "2:11"),
            ("next_due = 2019-07-21", "next_due = 2019-01-20", "8:12"),
            ("\"keep\"", "\"kep\"", "keep"),
            ("channel = \"twitter\"\nout", "channel = \"facebook\"\nout", "first stands here"),
            ("channel = \"twitter\"\nout", "channel = \"twiter\"\nout", "Did you mean “twitter”"),
            (
                "channel = \"twitter\"\nout",
                "channel = \"facebook\"\nout",
                "nothing is decided about the channel “twitter”",
            ),
            ("value = 3600", "value = -3", "is not between 0 and 9007199254740991"),
            ("value = 3600", "valu = 3600", "valu"),
            ("by = \"Erika Muster\"\n", "", "by"),
            ("necessary = true", "necessary = \"yes\"", "5:13"),
        ] {
            let bad = GOOD.replacen(from, to, 1);
            assert_ne!(bad, GOOD);
            let told = told(&bad, Some(&channels()));
            assert!(told.contains(told_so), "{to}: {told}");
        }
    }

    #[test]
    fn all_mistakes_are_told_in_one_run() {
        let bad =
            GOOD.replace("2019-07-21", "2017-01-01").replace("\"adapt\"", "\"x\"").replace("by =", "bye =");
        let problems = review::<Json>(&bad, Some(&channels())).unwrap_err();
        assert_eq!(problems.len(), 4, "{problems:?}");
    }

    #[test]
    fn without_channels_the_policy_as_a_whole_is_decided() {
        let whole = GOOD.replace("channel = \"facebook\"\n", "").replace("channel = \"twitter\"\n", "");
        assert!(told(&whole, Some(&[])).contains("first stands here"), "twice");
        let (one, _) = whole.rsplit_once("[[decisions]]").unwrap();
        assert_eq!(told(one, Some(&[])), "");
        assert!(told(GOOD, Some(&[])).contains("nothing is decided about the policy"));
    }
}
