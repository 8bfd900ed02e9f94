//! From the text of a `policy.toml` to a [`Policy`], or to everything that is wrong with it.
//!
//! Specification: `docs/policy-data.md`. Reads the fields of each table (through `reader`), then checks
//! what spans tables: references, labels used twice, facts that no section shows.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::problem::{Cause, Problem};
use super::reader::{Fields, Node, Reader, bad_date, nearest};
use super::{
    Channel, Contact, Figure, Language, Person, Policy, Related, Review, Role, Section, Show, Signatory,
    Value, markdown,
};
use crate::base::effect::{Awaits, Beside, Effect, From, Open};
use crate::base::{Id, limits};

const POLICY: &[&str] = &[
    "title",
    "subtitle",
    "language",
    "publisher",
    "as_of",
    "version",
    "label",
    "sample",
    "effect",
    "review",
    "sections",
    "persons",
    "contacts",
    "channels",
    "figures",
    "related",
    "signatories",
];
const EFFECT: &[&str] = &["from", "last_day", "until", "for", "beside"];
const OPEN: &[&str] = &["not_before", "not_after", "awaits"];
const BESIDE: &[&str] = &["version", "last_day", "until", "for"];
const SECTION: &[&str] = &["label", "heading", "text", "show"];
const PERSON: &[&str] = &["id", "name", "function", "roles", "deputy_of", "contact"];
const CONTACT: &[&str] = &["id", "name", "address", "phone", "email", "url"];
const CHANNEL: &[&str] = &[
    "id",
    "network",
    "provider",
    "url",
    "functions",
    "reading_needs_registration",
    "interaction_needs_registration",
    "note",
];
const FIGURE: &[&str] = &["metric", "value", "qualifier", "unit", "basis", "channel", "as_of"];
const RELATED: &[&str] = &["title", "url"];
const SIGNATORY: &[&str] = &["place", "name", "function"];
const REVIEW: &[&str] = &["every_months"];

const LANGUAGES: &[&str] = &["de", "en"];
const AWAITS: &[&str] = &["publication", "approval", "signature", "day"];
const ROLES: &[&str] = &["responsible", "editorial", "technical", "user_contact", "data_protection_officer"];
const ROLE_VALUES: &[Role] =
    &[Role::Responsible, Role::Editorial, Role::Technical, Role::UserContact, Role::DataProtectionOfficer];
const SHOWS: &[&str] =
    &["persons", "data_protection_officer", "contacts", "channels", "figures", "review", "related"];
const SHOW_VALUES: &[Show] = &[
    Show::Persons,
    Show::DataProtectionOfficer,
    Show::Contacts,
    Show::Channels,
    Show::Figures,
    Show::Review,
    Show::Related,
];

/// Reads policy data. All problems are told in one run, in the order of the file.
///
/// `file` is the name to tell them with; nothing is opened.
pub fn parse(file: &str, text: &str) -> Result<Policy, Vec<Problem>> {
    let _ = file;
    if text.len() as u64 > limits::SOURCE {
        return Err(vec![Problem::new(0..0, Cause::TooLarge { limit: limits::SOURCE })]);
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().take(limits::PROBLEMS).map(|e| syntax(text, e)).collect());
    }
    let mut reader = Reader::new(text);
    // What is missing at the top is told at the first line that is there.
    let start = text.len() - text.trim_start().len();
    let fields = reader.fields(document.get_ref(), start..start, POLICY);
    let policy = policy(&mut reader, &fields);
    let mut problems = reader.problems;
    problems.sort_by_key(|p| p.span.start);
    match policy {
        Some(policy) if problems.is_empty() => Ok(policy),
        _ => Err(problems),
    }
}

/// A date that is not one is the commonest slip that breaks the syntax, so it is told as what it is.
fn syntax(text: &str, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(text.len()..text.len());
    let at = span.start.min(text.len());
    let date = |c: char| c.is_ascii_digit() || c == '-';
    let start = text.get(..at).map_or(at, |s| s.trim_end_matches(date).len());
    let end = text.get(at..).map_or(at, |s| at + s.len() - s.trim_start_matches(date).len());
    match text.get(start..end) {
        Some(found) if found.len() >= 6 && found.len() <= 10 && found.matches('-').count() >= 1 => {
            let month_too =
                text.get(..start).is_some_and(|s| s.trim_end_matches([' ', '=']).ends_with("as_of"));
            Problem::new(start..end, bad_date(found, month_too))
        }
        _ => Problem::new(span, Cause::Syntax(error.message().to_owned())),
    }
}

/// Where the parts of a policy stand, for what is checked across tables.
#[derive(Default)]
struct Places<'a> {
    /// Who deputises for whom.
    deputies: Vec<(Id, Id, Range<usize>)>,
    ids: Vec<(&'static str, Id, Range<usize>)>,
    references: Vec<(&'static str, Id, Range<usize>)>,
    labels: Vec<(String, Range<usize>)>,
    shows: Vec<(Show, Node<'a>)>,
}

fn policy<'a>(r: &mut Reader<'a>, f: &Fields<'a>) -> Option<Policy> {
    let mut places = Places::default();
    let title = r.need(f, "title", Reader::line);
    let subtitle = r.may(f, "subtitle", Reader::line);
    let language = r.need(f, "language", |r, n, v| r.word(n, v, LANGUAGES, &[Language::De, Language::En]));
    let publishers = r.need(f, "publisher", Reader::lines);
    let as_of = r.need(f, "as_of", Reader::as_of);
    let version = r.may(f, "version", |r, n, v| r.number(n, v, 1, i64::from(u32::MAX)));
    let label = r.may(f, "label", Reader::line);
    let sample = r.may(f, "sample", Reader::yes_no).unwrap_or(false);
    let effect = r.may(f, "effect", effect);
    let review = r.may(f, "review", |r, n, v| {
        let f = r.table(n, v, REVIEW)?;
        let months = r.need(&f, "every_months", |r, n, v| r.number(n, v, 1, 120))?;
        Some(Review { every_months: u16::try_from(months).ok()? })
    });
    if f.get("sections").is_none() {
        r.missing::<()>(f, "sections");
    }
    let sections = r.tables(f, "sections", SECTION, |r, f| section(r, f, &mut places));
    let persons = r.tables(f, "persons", PERSON, |r, f| person(r, f, &mut places));
    let contacts = r.tables(f, "contacts", CONTACT, |r, f| contact(r, f, &mut places));
    let channels = r.tables(f, "channels", CHANNEL, |r, f| channel(r, f, &mut places));
    let figures = r.tables(f, "figures", FIGURE, |r, f| figure(r, f, &mut places));
    let related = r.tables(f, "related", RELATED, |r, f| {
        let (title, url) = (r.need(f, "title", Reader::line), r.need(f, "url", Reader::url));
        Some(Related { title: title?, url: url? })
    });
    let signatories = r.tables(f, "signatories", SIGNATORY, |r, f| {
        let place = r.may(f, "place", Reader::line);
        let name = r.need(f, "name", Reader::line);
        let function = r.may(f, "function", Reader::line);
        Some(Signatory { place, name: name?, function })
    });
    across(r, &places);
    let policy = Policy {
        title: title?,
        subtitle,
        language: language?,
        publishers: publishers?,
        as_of: as_of?,
        version: version.and_then(|v| u32::try_from(v).ok()),
        label,
        effect,
        sample,
        review,
        sections,
        persons,
        contacts,
        channels,
        figures,
        related,
        signatories,
    };
    shown(r, f, &policy, &places);
    Some(policy)
}

/// `last_day` is what officers know; the data says the first day after it.
fn until<'a>(r: &mut Reader<'a>, f: &Fields<'a>) -> Option<crate::base::Day> {
    if f.get("last_day").is_some() && f.get("until").is_some() {
        r.note(f.key_span("until"), Cause::Both { first: "last_day", second: "until" });
    }
    let last = r.may(f, "last_day", Reader::day).map(crate::base::Day::next);
    let until = r.may(f, "until", Reader::day);
    last.or(until)
}

fn effect<'a>(r: &mut Reader<'a>, name: &'static str, node: Node<'a>) -> Option<Effect> {
    let f = r.table(name, node, EFFECT)?;
    let from = r.need(&f, "from", |r, name, node| match node.get_ref() {
        DeValue::Table(_) => open(r, name, node).map(From::Open),
        DeValue::Datetime(_) | DeValue::String(_) => r.day(name, node).map(From::Day),
        other => {
            let found = super::reader::kind(other);
            let cause = Cause::WrongKind { field: name, expected: super::Kind::DateOrTable, found };
            r.note(node.span(), cause);
            None
        }
    });
    let until = until(r, &f);
    let for_whom = r.may(&f, "for", Reader::line);
    let beside = r.tables(&f, "beside", BESIDE, |r, f| {
        let version = r.need(f, "version", |r, n, v| r.number(n, v, 1, i64::from(u32::MAX)));
        let until = self::until(r, f);
        let for_whom = r.may(f, "for", Reader::line);
        Some(Beside { version: u32::try_from(version?).ok()?, until, for_whom })
    });
    let from = from?;
    let first = match &from {
        From::Day(day) => *day,
        From::Open(open) => open.not_before,
    };
    if until.is_some_and(|u| u <= first) {
        let field = if f.get("last_day").is_some() { "last_day" } else { "until" };
        let span = f.get(field).map_or(node.span(), |n| n.span());
        r.note(span, Cause::EndsBeforeItBegins);
    }
    Some(Effect { from, until, beside, for_whom })
}

fn open<'a>(r: &mut Reader<'a>, name: &'static str, node: Node<'a>) -> Option<Open> {
    let f = r.table(name, node, OPEN)?;
    let not_before = r.need(&f, "not_before", Reader::day);
    let not_after = r.may(&f, "not_after", Reader::day);
    let awaits = [Awaits::Publication, Awaits::Approval, Awaits::Signature, Awaits::Day];
    let awaits = r.need(&f, "awaits", |r, n, v| r.word(n, v, AWAITS, &awaits));
    if let (Some(a), Some(b), Some(node)) = (not_before, not_after, f.get("not_after"))
        && b < a
    {
        r.note(node.span(), Cause::EndsBeforeItBegins);
    }
    Some(Open { not_before: not_before?, not_after, awaits: awaits? })
}

fn section<'a>(r: &mut Reader<'a>, f: &Fields<'a>, places: &mut Places<'a>) -> Option<Section> {
    let label = r.need(f, "label", Reader::line);
    if let (Some(label), Some(node)) = (&label, f.get("label")) {
        places.labels.push((label.clone(), node.span()));
    }
    let heading = r.need(f, "heading", Reader::line);
    let show = r.may(f, "show", |r, n, v| {
        r.list(n, v, |r, n, v| {
            let show = r.word(n, v, SHOWS, SHOW_VALUES)?;
            places.shows.push((show, v));
            Some(show)
        })
    });
    let text = match f.get("text") {
        Some(node) => prose(r, "text", node),
        // A section may consist of the facts it shows.
        None if f.get("show").is_some() => Some(Vec::new()),
        None => r.missing(f, "text"),
    };
    Some(Section { label: label?, heading: heading?, text: text?, show: show.unwrap_or_default() })
}

fn prose<'a>(r: &mut Reader<'a>, name: &'static str, node: Node<'a>) -> Option<Vec<super::Block>> {
    let raw = r.raw(name, node)?;
    if raw.trim().is_empty() {
        r.note(node.span(), Cause::Empty { field: name });
        return None;
    }
    let clean = r.clean(raw, node, true);
    let (blocks, faults) = markdown::read(raw);
    let right = clean && faults.is_empty();
    for (part, cause) in faults {
        let span = r.inside(node, raw, part);
        r.note(span, cause);
    }
    if right && blocks.is_empty() {
        r.note(node.span(), Cause::Empty { field: name });
        return None;
    }
    right.then_some(blocks)
}

fn own_id<'a>(r: &mut Reader<'a>, f: &Fields<'a>, list: &'static str, places: &mut Places<'a>) -> Option<Id> {
    let id = r.need(f, "id", Reader::id)?;
    if let Some(node) = f.get("id") {
        places.ids.push((list, id.clone(), node.span()));
    }
    Some(id)
}

fn reference<'a>(
    r: &mut Reader<'a>,
    name: &'static str,
    node: Node<'a>,
    list: &'static str,
    places: &mut Places<'a>,
) -> Option<Id> {
    let id = r.id(name, node)?;
    places.references.push((list, id.clone(), node.span()));
    Some(id)
}

fn person<'a>(r: &mut Reader<'a>, f: &Fields<'a>, places: &mut Places<'a>) -> Option<Person> {
    let id = own_id(r, f, "persons", places);
    let name = r.need(f, "name", Reader::line);
    let function = r.may(f, "function", Reader::line);
    let roles = r.may(f, "roles", |r, n, v| r.list(n, v, |r, n, v| r.word(n, v, ROLES, ROLE_VALUES)));
    let deputy_of = r.may(f, "deputy_of", |r, n, v| {
        r.list(n, v, |r, n, v| {
            let other = reference(r, n, v, "persons", places)?;
            if let Some(own) = &id {
                places.deputies.push((own.clone(), other.clone(), v.span()));
            }
            Some(other)
        })
    });
    let contact = r.may(f, "contact", |r, n, v| reference(r, n, v, "contacts", places));
    Some(Person {
        id: id?,
        name: name?,
        function,
        roles: roles.unwrap_or_default(),
        deputy_of: deputy_of.unwrap_or_default(),
        contact,
    })
}

fn contact<'a>(r: &mut Reader<'a>, f: &Fields<'a>, places: &mut Places<'a>) -> Option<Contact> {
    let id = own_id(r, f, "contacts", places);
    let name = r.may(f, "name", Reader::line);
    let address = r.may(f, "address", Reader::lines).unwrap_or_default();
    let phone = r.may(f, "phone", Reader::line);
    let email = r.may(f, "email", Reader::line);
    let url = r.may(f, "url", Reader::url);
    const WAYS: &[&str] = &["address", "phone", "email", "url"];
    if WAYS.iter().all(|way| f.get(way).is_none()) {
        r.note(f.span.clone(), Cause::MissingOneOf { fields: WAYS });
    }
    Some(Contact { id: id?, name, address, phone, email, url })
}

fn channel<'a>(r: &mut Reader<'a>, f: &Fields<'a>, places: &mut Places<'a>) -> Option<Channel> {
    let id = own_id(r, f, "channels", places);
    let network = r.need(f, "network", Reader::line);
    let provider = r.may(f, "provider", Reader::line);
    let url = r.may(f, "url", Reader::url);
    let functions = r.may(f, "functions", Reader::lines).unwrap_or_default();
    let reading = r.may(f, "reading_needs_registration", Reader::yes_no);
    let interaction = r.may(f, "interaction_needs_registration", Reader::yes_no);
    let note = r.may(f, "note", Reader::line);
    Some(Channel {
        id: id?,
        network: network?,
        provider,
        url,
        functions,
        reading_needs_registration: reading,
        interaction_needs_registration: interaction,
        note,
    })
}

fn figure<'a>(r: &mut Reader<'a>, f: &Fields<'a>, places: &mut Places<'a>) -> Option<Figure> {
    // Canonical text carries whole numbers below 2^53.
    const MOST: i64 = (1 << 53) - 1;
    let metric = r.need(f, "metric", Reader::line);
    let value = r.need(f, "value", |r, n, v| match v.get_ref() {
        DeValue::Integer(_) => r.number(n, v, -MOST, MOST).map(Value::Number),
        DeValue::String(_) => r.line(n, v).map(Value::Text),
        other => {
            let found = super::reader::kind(other);
            let cause = Cause::WrongKind { field: n, expected: super::Kind::TextOrNumber, found };
            r.note(v.span(), cause);
            None
        }
    });
    let qualifier = r.may(f, "qualifier", Reader::line);
    let unit = r.may(f, "unit", Reader::line);
    let basis = r.may(f, "basis", Reader::line);
    let channel = r.may(f, "channel", |r, n, v| reference(r, n, v, "channels", places));
    let as_of = r.need(f, "as_of", Reader::as_of);
    Some(Figure { metric: metric?, value: value?, qualifier, unit, basis, channel, as_of: as_of? })
}

/// Labels and ids are unique, references resolve, nobody is their own deputy.
fn across(r: &mut Reader<'_>, places: &Places<'_>) {
    for (i, (label, span)) in places.labels.iter().enumerate() {
        if let Some((_, first)) = places.labels.iter().take(i).find(|(l, _)| l == label) {
            let cause = Cause::Duplicate { field: "label", value: label.clone(), first: first.clone() };
            r.note(span.clone(), cause);
        }
    }
    for (i, (list, id, span)) in places.ids.iter().enumerate() {
        if let Some((_, _, first)) = places.ids.iter().take(i).find(|(l, other, _)| l == list && other == id)
        {
            let cause = Cause::Duplicate { field: "id", value: id.to_string(), first: first.clone() };
            r.note(span.clone(), cause);
        }
    }
    for (list, id, span) in &places.references {
        let mut there = places.ids.iter().filter(|(l, _, _)| l == list).map(|(_, id, _)| id.as_str());
        if !there.clone().any(|known| known == id.as_str()) {
            let nearest = nearest(id.as_str(), &mut there).map(str::to_owned);
            r.note(span.clone(), Cause::NotThere { list, id: id.to_string(), nearest });
        }
    }
    for (_, _, span) in places.deputies.iter().filter(|(own, other, _)| own == other) {
        r.note(span.clone(), Cause::OwnDeputy);
    }
}

/// What is stated is shown, and what is to be shown is stated: nothing is published unseen.
fn shown<'a>(r: &mut Reader<'a>, f: &Fields<'a>, policy: &Policy, places: &Places<'a>) {
    let dpo = |p: &Person| p.roles.contains(&Role::DataProtectionOfficer);
    let only_dpo = |p: &Person| p.roles == [Role::DataProtectionOfficer];
    // Contacts and figures' channels also appear where something refers to them.
    for (name, show) in SHOWS.iter().zip(SHOW_VALUES) {
        let (list, stated) = match show {
            Show::Persons => ("persons", policy.persons.iter().any(|p| !only_dpo(p))),
            Show::DataProtectionOfficer => ("persons", policy.persons.iter().any(dpo)),
            Show::Contacts => ("contacts", !policy.contacts.is_empty()),
            Show::Channels => ("channels", !policy.channels.is_empty()),
            Show::Figures => ("figures", !policy.figures.is_empty()),
            Show::Review => ("review", policy.review.is_some()),
            Show::Related => ("related", !policy.related.is_empty()),
        };
        let asked = places.shows.iter().find(|(s, _)| s == show);
        let referred = *show == Show::Contacts
            && policy
                .contacts
                .iter()
                .all(|c| policy.persons.iter().any(|p| p.contact.as_ref() == Some(&c.id)));
        match asked {
            // A list that is there but faulty has its own problems.
            Some((_, node)) if !stated && (f.get(list).is_none() || list == "persons") => {
                r.note(node.span(), Cause::NothingToShow { show: name });
            }
            None if stated && !referred => r.note(f.key_span(list), Cause::NotShown { show: name }),
            _ => {}
        }
    }
}
