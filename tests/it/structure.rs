//! What a screen reader is given: structure, words, order, bookmarks.
//!
//! A change of the template or of typst that changes what is read aloud shows in the snapshots; whether it is right is
//! for `tagged::checks`, and for the words and their order below.

use insta::assert_snapshot;

use crate::hard::{self, Document};
use crate::tagged::{self, checks, dump};

/// Words of `everything.toml` in the order in which they are to be read, from every kind of block.
const ORDER: [&str; 36] = [
    "Town of Sampleton an der Öhe",
    "House Rules of the Bücherei Müllerhöhe under § 10",
    "A policy that uses every construct",
    "2024 edition (§ 1 recast, Jubiläum)",
    "until 31 December 2024 for the mobile library under § 3",
    "every 2 years",
    "The council of Sampleton adopted these rules on 4 March 2024 by virtue of § 4(1)",
    "A section without a label. These rules say how we share the library.",
    "Words of somebody else,",
    "§ 1 Purpose and conduct",
    "(1) These rules say how we share the library, under Art. 5 no. 3 of the by-laws. See the by-laws,",
    "A new line was asked for here; about 80 % of readers never notice.",
    "a) speak quietly,",
    "ii) everybody hears everything;",
    "d) handle books with care.",
    "(2a) Inserted later.",
    "A second paragraph in an item.",
    "Exception: A paragraph with a label at its head, and emphasis with strong in it.",
    "12. July is not a label, and a) is none either.",
    "(1) An Absatz that is a section of its own.",
    "in particular § 1 para. 2(c)(bb)(i), § 1 para. 2a and § 1 para. 3 no. 2; also (b),",
    "§§ 2–4 (repealed)",
    "Rooms, days and seats",
    "Reading room 0 Mon–Sat 120",
    "During the holidays on Thursdays only. A footnote can have a second paragraph, with § 5 in it.",
    "Bücherbus – see Photogram 1,000",
    "The plan is not to scale.",
    "Deeper it does not go.",
    "Training of deputies",
    "Joint control under Art. 26 GDPR is assumed; the network's arrangement is linked.",
    "short reports of events",
    "First version, under § 9 (Gründung)",
    "These rules come into force upon approval, at the earliest on 1 April 2024.",
    "Dr. Ann Example Head of Library",
    "25 March 2024 Ben Sämple",
    "I apply for the use of a room under § 5:",
];

#[test]
fn the_document_of_every_construct_is_read_as_it_is_meant() {
    let tagged = tagged::read(hard::everything().set());
    assert_snapshot!(dump::whole(&tagged));
    assert_eq!(checks::all(&tagged), [""; 0]);
    assert_eq!(tagged.language.as_deref(), Some("en-GB"));
}

#[test]
fn it_is_read_in_the_order_of_its_data() {
    let read = checks::squeezed(&tagged::read(hard::everything().set()).root.text());
    let contents = checks::squeezed("The council of Sampleton");
    // Behind the table of contents, which has the words of headings already.
    let mut at = 0;
    for (i, words) in ORDER.iter().enumerate() {
        let words = checks::squeezed(words);
        let found = read[at..].find(&words).map(|found| found + at);
        at = found.unwrap_or_else(|| panic!("“{words}” is not read behind “{}”", ORDER[i.saturating_sub(1)]));
        at += words.len();
        assert_eq!(words.starts_with(&contents), i == 6);
    }
}

#[test]
fn spaces_at_the_end_of_a_line_are_in_the_file() {
    // Without them a screen reader joins the last word of a line and the first of the next.
    let tagged = tagged::read(hard::everything().set());
    let read: Vec<String> =
        tagged.root.with("P").iter().map(|p| p.text().replace(['\u{a0}', '\n'], " ")).collect();
    for sentence in [
        "A second paragraph of the same Absatz, with a “quotation”, an ‘inner’ one, a range 18–22 and 25 July 2018.",
        "These rules come into force upon approval, at the earliest on 1 April 2024.",
    ] {
        assert!(read.iter().any(|p| p.replace('\u{2060}', "").contains(sentence)), "{sentence} in {read:#?}");
    }
}

#[test]
fn by_laws_and_their_annexes() {
    let bylaws = Document::of("bylaws", "documents/bibliothekssatzung/policy.toml");
    let tagged = tagged::read(bylaws.set());
    assert_eq!(checks::all(&tagged), [""; 0]);
    assert_snapshot!(dump::outline(&tagged));
}

#[test]
fn a_letter() {
    let tagged = tagged::read(Document::of("letter", "documents/rundschreiben/policy.toml").set());
    assert_eq!(checks::all(&tagged), [""; 0]);
    assert_snapshot!(dump::outline(&tagged));
}

#[test]
fn all_other_documents_pass_the_checks() {
    for document in hard::all().into_iter().filter(|document| document.name != "long") {
        assert_eq!(checks::all(&tagged::read(document.set())), [""; 0], "{}", document.name);
    }
}
