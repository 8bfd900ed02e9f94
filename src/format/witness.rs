//! Which witnesses must confirm a checkpoint: the witness, group and quorum lines of a trust anchor.
//!
//! Specification: C2SP tlog-policy (<https://c2sp.org/tlog-policy>) and `docs/witnesses.md`: of its syntax one spelling,
//! without comments, and no `log` lines, because the anchor names the log. Takes lines, gives witnesses and the rule;
//! whether lines of a checkpoint are their cosignatures is for `cosignature`.
//!
//! ```text
//! witness <name> <verifier key> [<address>]
//! group <name> <any, all or a number> <member> …
//! quorum <name or none>
//! ```

use super::cosignature::{BadVkey, WitnessKey};
use super::entry::decimal;
use super::note::{Signature, is_key_name};
use crate::base::{Lang, Say, lang, limits};

/// The witnesses that an anchor names, and how many of them must confirm. By default none, and nothing is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witnesses {
    /// Witnesses and groups, in the order of their lines.
    items: Vec<Item>,
    quorum: Quorum,
}

/// The last line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Quorum {
    /// There is none, as there are no other lines.
    #[default]
    Unsaid,
    /// `none`: nobody needs to confirm.
    Nobody,
    /// The item of this place.
    Of(usize),
}

/// What a line defines.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Witness(Witness),
    Group { name: String, threshold: Threshold, members: Vec<usize> },
}

/// A witness of an anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// What the anchor calls it.
    pub name: String,
    /// Its key.
    pub key: WitnessKey,
    /// Where it can be asked; only kept.
    pub url: Option<String>,
}

/// How many members of a group must confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Threshold {
    Any,
    All,
    Of(usize),
}

/// How far a quorum is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Fewest witnesses that could make it up.
    pub need: usize,
    /// How many of those there are: the others are the fewest that are still lacking.
    pub have: usize,
}

impl Reached {
    /// Whether nothing is lacking.
    pub fn is_met(&self) -> bool {
        self.have >= self.need
    }
}

/// Why the lines of an anchor do not say which witnesses must confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadWitnesses {
    /// A line, or an algorithm, that only a newer version knows.
    Unknown(String),
    /// The line is not spelt as it must be.
    Line(String),
    /// A verifier key is none.
    Vkey(String),
    /// A name is defined twice, or is the word `none`.
    Name(String),
    /// A public key is that of another witness too.
    KeyTwice(String),
    /// A name is not defined before it is used.
    Undefined(String),
    /// A witness or a group is a member twice: it would count twice.
    MemberTwice(String),
    /// A number that is 0 or larger than the group.
    Threshold(String),
    /// More witnesses or groups than there may be.
    TooMany,
    /// The line `quorum` is missing.
    NoQuorum,
    /// Something stands behind the line `quorum`.
    BehindQuorum(String),
}

impl Say for BadWitnesses {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Unknown(l) => lang::say!(
                lang,
                "„{l}“ kennt diese Programmfassung nicht",
                "\"{l}\" is not known to this version"
            ),
            Self::Line(l) => {
                lang::say!(lang, "„{l}“ steht nicht so da, wie es muss", "\"{l}\" is not spelt as it must be")
            }
            Self::Vkey(name) => lang::say!(
                lang,
                "der Schlüssel von „{name}“ ist kein Prüfschlüssel eines Zeugen",
                "the key of \"{name}\" is no verifier key of a witness"
            ),
            Self::Name(name) => lang::say!(
                lang,
                "„{name}“ kann nicht (oder nicht noch einmal) so heißen",
                "\"{name}\" cannot be a name, or not once more"
            ),
            Self::KeyTwice(name) => lang::say!(
                lang,
                "der Schlüssel von „{name}“ gehört schon einem anderen Zeugen",
                "the key of \"{name}\" is that of another witness already"
            ),
            Self::Undefined(name) => lang::say!(
                lang,
                "„{name}“ ist in keiner Zeile davor festgelegt",
                "\"{name}\" is defined in no line before"
            ),
            Self::MemberTwice(name) => lang::say!(
                lang,
                "„{name}“ ist zweimal Mitglied und zählte doppelt",
                "\"{name}\" is a member twice and would count twice"
            ),
            Self::Threshold(name) => lang::say!(
                lang,
                "die Gruppe „{name}“ verlangt keinen oder mehr, als sie Mitglieder hat",
                "the group \"{name}\" asks for none, or for more than it has members"
            ),
            Self::TooMany => lang::say!(lang, "es sind zu viele", "there are too many"),
            Self::NoQuorum => {
                lang::say!(lang, "die Zeile `quorum` fehlt", "the line `quorum` is missing")
            }
            Self::BehindQuorum(l) => lang::say!(
                lang,
                "hinter der Zeile `quorum` steht noch „{l}“",
                "\"{l}\" stands behind the line `quorum`"
            ),
        }
    }
}

lang::error_that_says!(BadWitnesses);

/// As much of a line as a message shows.
pub(super) fn start(line: &str) -> String {
    line.chars().take(40).collect()
}

/// Whether a text can be a name here: a key's name does (C2SP tlog-policy).
fn is_name(name: &str) -> bool {
    is_key_name(name) && name != "none" && !name.chars().any(char::is_control)
}

impl Witnesses {
    /// Reads the lines behind those of the archive, each without its line break.
    pub fn parse<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Self, BadWitnesses> {
        let mut read = Self::default();
        for line in lines {
            if read.quorum != Quorum::Unsaid {
                return Err(BadWitnesses::BehindQuorum(start(line)));
            }
            read.line(line)?;
        }
        if !read.items.is_empty() && read.quorum == Quorum::Unsaid {
            return Err(BadWitnesses::NoQuorum);
        }
        Ok(read)
    }

    fn line(&mut self, line: &str) -> Result<(), BadWitnesses> {
        let bad = || BadWitnesses::Line(start(line));
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["witness", name, vkey, url @ ..] => {
                let key = WitnessKey::parse(vkey).map_err(|e| match e {
                    BadVkey::Algorithm => BadWitnesses::Unknown(start(line)),
                    BadVkey::Text => BadWitnesses::Vkey(start(name)),
                })?;
                let url = match url {
                    [] => None,
                    [url] if is_address(url) => Some((*url).to_owned()),
                    _ => return Err(bad()),
                };
                if self.all().any(|w| w.key.public == key.public) {
                    return Err(BadWitnesses::KeyTwice(start(name)));
                }
                self.define(Item::Witness(Witness { name: (*name).to_owned(), key, url }))
            }
            ["group", name, threshold, first, more @ ..] => {
                let mut members = Vec::new();
                for member in [first].into_iter().chain(more) {
                    let place = self.place(member)?;
                    if members.contains(&place) || self.is_member(place) {
                        return Err(BadWitnesses::MemberTwice(start(member)));
                    }
                    members.push(place);
                }
                let threshold = match *threshold {
                    "any" => Threshold::Any,
                    "all" => Threshold::All,
                    number => {
                        let number = decimal(number).ok_or_else(bad)?;
                        let fits = usize::try_from(number).ok().filter(|n| (1..=members.len()).contains(n));
                        Threshold::Of(fits.ok_or_else(|| BadWitnesses::Threshold(start(name)))?)
                    }
                };
                self.define(Item::Group { name: (*name).to_owned(), threshold, members })
            }
            ["quorum", "none"] => {
                self.quorum = Quorum::Nobody;
                Ok(())
            }
            ["quorum", name] => {
                self.quorum = Quorum::Of(self.place(name)?);
                Ok(())
            }
            ["witness" | "group" | "quorum", ..] => Err(bad()),
            _ => Err(BadWitnesses::Unknown(start(line))),
        }
    }

    fn define(&mut self, item: Item) -> Result<(), BadWitnesses> {
        let name = item.name();
        if !is_name(name) || self.items.iter().any(|i| i.name() == name) {
            return Err(BadWitnesses::Name(start(name)));
        }
        let same_kind = |i: &&Item| matches!(i, Item::Witness(_)) == matches!(item, Item::Witness(_));
        if self.items.iter().filter(same_kind).count() == limits::WITNESSES {
            return Err(BadWitnesses::TooMany);
        }
        self.items.push(item);
        Ok(())
    }

    fn place(&self, name: &str) -> Result<usize, BadWitnesses> {
        let place = self.items.iter().position(|i| i.name() == name);
        place.ok_or_else(|| BadWitnesses::Undefined(start(name)))
    }

    fn is_member(&self, place: usize) -> bool {
        self.items.iter().any(|i| matches!(i, Item::Group { members, .. } if members.contains(&place)))
    }

    /// The lines, each with its line break; nothing if nothing is asked.
    pub fn text(&self) -> String {
        let name = |place: &usize| self.items.get(*place).map_or("", Item::name);
        let line = |item: &Item| match item {
            Item::Witness(Witness { name, key, url }) => {
                let url = url.as_ref().map_or(String::new(), |url| format!(" {url}"));
                format!("witness {name} {}{url}\n", key.vkey())
            }
            Item::Group { name: own, threshold, members } => {
                let threshold = match threshold {
                    Threshold::Any => "any".to_owned(),
                    Threshold::All => "all".to_owned(),
                    Threshold::Of(number) => number.to_string(),
                };
                let members: Vec<_> = members.iter().map(name).collect();
                format!("group {own} {threshold} {}\n", members.join(" "))
            }
        };
        let quorum = match &self.quorum {
            Quorum::Unsaid => String::new(),
            Quorum::Nobody => "quorum none\n".to_owned(),
            Quorum::Of(place) => format!("quorum {}\n", name(place)),
        };
        self.items.iter().map(line).chain([quorum]).collect()
    }

    /// All witnesses.
    pub fn all(&self) -> impl Iterator<Item = &Witness> {
        self.items.iter().filter_map(|item| match item {
            Item::Witness(witness) => Some(witness),
            Item::Group { .. } => None,
        })
    }

    /// The witness whose key a signature line names, be the line right or wrong.
    pub fn named_by(&self, line: &Signature) -> Option<&Witness> {
        self.all().find(|w| w.key.is_named_by(line))
    }

    /// How far the quorum is reached by the witnesses that confirm; `None` if none is asked for.
    pub fn reached(&self, confirms: impl Fn(&Witness) -> bool) -> Option<Reached> {
        let Quorum::Of(place) = self.quorum else { return None };
        let (need, lacking) = (self.lacking(place, &|_| false), self.lacking(place, &confirms));
        Some(Reached { need, have: need.saturating_sub(lacking) })
    }

    /// The fewest witnesses that must still confirm before this item does. Members stand before their group, and each in
    /// one group only, so this ends, and nothing is counted twice.
    fn lacking(&self, place: usize, confirms: &dyn Fn(&Witness) -> bool) -> usize {
        match self.items.get(place) {
            None => 0,
            Some(Item::Witness(witness)) => usize::from(!confirms(witness)),
            Some(Item::Group { threshold, members, .. }) => {
                let number = match threshold {
                    Threshold::Any => 1,
                    Threshold::All => members.len(),
                    Threshold::Of(number) => *number,
                };
                let mut each: Vec<_> = members.iter().map(|m| self.lacking(*m, confirms)).collect();
                each.sort_unstable();
                each.iter().take(number).sum()
            }
        }
    }
}

/// Whether a text can be an address: it is kept, and nobody is asked there.
fn is_address(url: &str) -> bool {
    (1..=2048).contains(&url.len()) && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

impl Item {
    fn name(&self) -> &str {
        match self {
            Self::Witness(witness) => &witness.name,
            Self::Group { name, .. } => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Digest;

    fn vkey(seed: u8) -> String {
        let secret = ed25519_dalek::SigningKey::from_bytes(&[seed; 32]);
        WitnessKey { name: format!("w{seed}.example"), public: Digest(secret.verifying_key().to_bytes()) }
            .vkey()
    }

    fn witnesses(count: u8) -> String {
        (1..=count).map(|n| format!("witness w{n} {}\n", vkey(n))).collect()
    }

    fn read(text: &str) -> Result<Witnesses, BadWitnesses> {
        Witnesses::parse(text.lines())
    }

    #[test]
    fn what_is_read_comes_back() {
        let three = witnesses(3);
        let with_address = three.replacen('\n', " https://w1.example/submit\n", 1);
        for text in [
            String::new(),
            "quorum none\n".to_owned(),
            format!("{three}quorum none\n"),
            format!("{three}quorum w2\n"),
            format!("{with_address}group g 2 w1 w3\nquorum g\n"),
            format!("{three}group a any w1 w2\ngroup b all a w3\nquorum b\n"),
            // Lines of both kinds may alternate, as long as names are defined before.
            format!("{three}group a 1 w1\nwitness w9 {}\nquorum a\n", vkey(9)),
        ] {
            let read = read(&text).unwrap();
            assert_eq!(read.text(), text);
        }
    }

    #[test]
    fn what_is_not_right_is_refused() {
        let three = witnesses(3);
        let line = |l: &str| read(&format!("{three}{l}\nquorum none\n")).unwrap_err();
        use BadWitnesses as Bad;
        assert_eq!(read(&three), Err(Bad::NoQuorum));
        assert_eq!(line("quorum w1"), Bad::BehindQuorum("quorum none".into()));
        assert_eq!(line("log x"), Bad::Unknown("log x".into()));
        assert_eq!(line(""), Bad::Unknown(String::new()));
        assert_eq!(line("# comment"), Bad::Unknown("# comment".into()));
        assert_eq!(line("group g any"), Bad::Line("group g any".into()));
        assert_eq!(line("group g any  w1"), Bad::Undefined(String::new()));
        assert_eq!(line("group g 01 w1"), Bad::Line("group g 01 w1".into()));
        assert_eq!(line("group g 0 w1"), Bad::Threshold("g".into()));
        assert_eq!(line("group g 2 w1"), Bad::Threshold("g".into()));
        assert_eq!(line("group g any none"), Bad::Undefined("none".into()));
        assert_eq!(line("group g any g"), Bad::Undefined("g".into()));
        assert_eq!(line("group none any w1"), Bad::Name("none".into()));
        assert_eq!(line("group w1 any w2"), Bad::Name("w1".into()));
        assert_eq!(line("group g all w1 w1"), Bad::MemberTwice("w1".into()));
        assert_eq!(line("group g any w1\ngroup h any w1"), Bad::MemberTwice("w1".into()));
        assert_eq!(line("witness x y"), Bad::Vkey("x".into()));
        assert_eq!(line(&format!("witness x {}", vkey(3))), Bad::KeyTwice("x".into()));
        assert_eq!(line(&format!("witness w1 {}", vkey(4))), Bad::Name("w1".into()));
        assert!(matches!(line(&format!("witness x {} u v", vkey(4))), Bad::Line(_)));
        assert!(matches!(line(&format!("witness x {} ", vkey(4))), Bad::Line(_)));
        assert_eq!(read("quorum x\n"), Err(Bad::Undefined("x".into())));
        // An algorithm of a newer version.
        let newer = super::super::note::vkey("w9.example", 6, &Digest([7; 32]));
        assert!(matches!(line(&format!("witness x {newer}")), Bad::Unknown(_)));
        let many: String = (1..=65).map(|n| format!("witness w{n} {}\n", vkey(n))).collect();
        assert_eq!(read(&many), Err(Bad::TooMany));
    }

    #[test]
    fn a_quorum_counts_the_fewest_that_are_lacking() {
        let five = witnesses(5);
        let of = |rule: &str, confirm: &[&str]| {
            let read = read(&format!("{five}{rule}\n")).unwrap();
            read.reached(|w| confirm.contains(&w.name.as_str())).map(|r| (r.have, r.need))
        };
        assert_eq!(of("quorum none", &["w1"]), None);
        assert_eq!(of("quorum w2", &["w1"]), Some((0, 1)));
        assert_eq!(of("quorum w2", &["w2"]), Some((1, 1)));
        let two = "group g 2 w1 w2 w3\nquorum g";
        assert_eq!(of(two, &[]), Some((0, 2)));
        assert_eq!(of(two, &["w3", "w4", "w5"]), Some((1, 2)));
        assert_eq!(of(two, &["w1", "w2", "w3"]), Some((2, 2)));
        let groups = "group a 2 w1 w2 w3\ngroup b any w4 w5\ngroup c all a b\nquorum c";
        assert_eq!(of(groups, &["w1", "w2", "w3"]), Some((2, 3)));
        assert_eq!(of(groups, &["w1", "w5"]), Some((2, 3)));
        assert_eq!(of(groups, &["w1", "w3", "w5"]), Some((3, 3)));
        let either = "group a all w1 w2 w3\ngroup b all w4 w5\ngroup c any a b\nquorum c";
        assert_eq!(of(either, &["w1", "w2"]), Some((1, 2)));
        assert_eq!(of(either, &["w4", "w5"]), Some((2, 2)));
    }
}
