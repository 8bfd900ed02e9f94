//! The life of a policy after signing: events, moves of a beginning or an end, a repeal that waits; and what an
//! officer is told before each.

use insta::assert_snapshot;

use crate::site::{Site, policy};

/// Version 1 in force, version 2 waiting for its publication.
fn waiting() -> Site {
    let mut site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    let open = "{ not_before = 2018-09-01, not_after = 2018-12-01, awaits = \"publication\" }";
    let open = policy("Hausordnung", open);
    site.at("2018-08-01T09:00:00+02:00").draft("hausordnung", &open).signed("sign hausordnung --amends 1");
    site
}

/// Every move, each with what it says.
const MOVES: [&str; 13] = [
    "effect postpone hausordnung --awaits approval --not-before 2018-10-01 --not-after 2019-01-31",
    "at 2018-10-20T09:00:00+02:00",
    "effect commence hausordnung --on 2018-10-15 --event 'published 2018-10-12 Amtsblatt 41/2018'",
    "effect postpone hausordnung --version 2 --to 2018-11-01",
    "effect shorten hausordnung --version 2 --last-day 2020-12-31",
    "effect extend hausordnung --last-day 2021-12-31 --event 'decided 2018-10-19'",
    "effect extend hausordnung --no-end",
    "effect hausordnung --version 2 --for Besucher --beside '1 until 2019-06-30 for Beschäftigte'",
    "effect hausordnung --version 2 --for-all --beside none",
    "repeal hausordnung --awaits day --not-before 2023-01-01 --not-after 2023-06-30",
    "effect commence hausordnung --on 2023-01-01",
    "history hausordnung",
    "history hausordnung --json",
];

#[test]
fn periods_are_moved_in_german() {
    assert_snapshot!(waiting().story(&MOVES));
}

#[test]
fn periods_are_moved_in_english() {
    assert_snapshot!(waiting().english().story(&MOVES));
}

#[test]
fn what_is_no_such_move_is_refused() {
    let mut site = waiting();
    site.at("2018-08-02T09:00:00+02:00");
    let lines = [
        "effect",
        "effect hausordnung --version 2",
        "effect hausordnung --version 3 --from 2019-01-01",
        "effect commence hausordnung",
        "effect commence hausordnung --version 1 --on 2018-09-01",
        "effect commence hausordnung --entry 9 --on 2018-09-01",
        "effect commence andere --on 2018-09-01",
        "effect postpone hausordnung --to 2018-11-30",
        "effect postpone hausordnung --awaits approval --not-before 2018-08-01",
        "effect extend hausordnung --last-day 2019-12-31",
        "effect extend hausordnung --version 1 --no-end",
        "effect shorten hausordnung --last-day 2019-12-31",
        "effect shorten hausordnung --version 1 --last-day 2018-07-20",
        "effect hausordnung --version 2 --beside '1 2019-06-30'",
        "effect hausordnung --version 2 --beside 2",
        "effect hausordnung --version 2 --awaits day --not-before 2018-10-01 --not-after 2018-09-01",
        "repeal hausordnung --awaits day",
    ];
    let told: String = lines.iter().map(|l| format!("$ {l}\n{}", site.refused_to_sign(l))).collect();
    assert_snapshot!(told);
    // Once all is settled there is nothing to commence.
    site.signed("effect commence hausordnung --on 2018-09-01");
    site.refused_to_sign("effect commence hausordnung --on 2018-09-02");
}

#[test]
fn what_may_not_be_meant_is_warned_of() {
    let mut site = waiting();
    assert_snapshot!(site.story(&[
        "effect hausordnung --version 2 --event 'published 2018-07-30'",
        "effect commence hausordnung --on 2018-08-20 --event 'veröffentlicht 01.09.2018' --event 'beschlossen 2018-09-02'",
        "at 2018-09-10T09:00:00+02:00",
        "effect postpone hausordnung --version 2 --to 2018-10-01",
        "effect shorten hausordnung --version 2 --last-day 2018-10-31",
        "at 2018-11-10T09:00:00+01:00",
        "effect extend hausordnung --version 2 --last-day 2019-10-31",
    ]));
}

#[test]
fn events_that_are_none_are_refused() {
    let site = waiting();
    let lines = [
        "published",
        "2018-06-29 published",
        "gedruckt 2018-06-29",
        "published 29.6.18",
        "published 2018-06-29' --event 'published 2018-06-29",
    ];
    let refused = |event: &&str| {
        site.refused_to_sign(&format!("repeal hausordnung --last-day 2020-12-31 --event '{event}'"))
    };
    let told: Vec<String> = lines.iter().map(refused).collect();
    assert_snapshot!(told.join("\n"));
}

/// What it ends, what will never begin, an end not carried over, a repeal it overrides: each before asking.
#[test]
fn an_officer_is_told_what_a_version_does_to_others() {
    let site = Site::new();
    let sign = |from: &str, more: &str| {
        site.draft("hausordnung", &policy("Hausordnung", from));
        let told = site.sign(&format!("sign hausordnung {more}"));
        assert!(told.starts_with("exit 0\n"), "{told}");
        told
    };
    sign("2018-07-25", "--from 2018-07-25 --last-day 2019-12-31");
    let told = sign("2019-01-01", "");
    assert!(
        told.contains("→ Fassung 1 endet; ihr letzter Tag ist der 31.\u{a0}Dezember\u{a0}2018."),
        "{told}"
    );
    let not_carried =
        "→ Fassung 1 war bis 31.\u{a0}Dezember\u{a0}2019 befristet; was an ihre Stelle tritt, hat kein Ende.";
    assert!(told.contains(not_carried), "{told}");
    let told = sign("2018-12-01", "");
    assert!(told.contains("→ Fassung 2 tritt nie in Kraft."), "{told}");
    site.signed("repeal hausordnung --last-day 2020-12-31");
    let told = sign("2020-01-01", "");
    assert!(
        told.contains("→ Die Aufhebung zum 1.\u{a0}Januar\u{a0}2021 (Eintrag 4) greift nicht mehr."),
        "{told}"
    );
    let told = site.sign("effect extend hausordnung --version 4 --no-end");
    assert!(told.contains("die Fassung hat kein Ende"), "{told}");
    assert!(site.run("verify --rebuild").starts_with("exit 0\n"));
}

#[test]
fn links_to_other_policies_are_shown_and_judged() {
    let mut site = waiting();
    site.draft("benutzung", &policy("Benutzungsordnung", "2018-09-01"));
    assert_snapshot!(site.story(&[
        "sign benutzung --replaces hausordnung --replaces altes --event 'beschlossen 30.07.2018 Vollversammlung'",
        "history benutzung",
        "history benutzung --json",
        "sign benutzung --replaces benutzung",
        "sign benutzung --amends 2",
    ]));
}
