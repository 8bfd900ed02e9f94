//! What policy data looks like: every table, its fields, what each takes and what it is for.
//!
//! Specification: `docs/policy-data.md`. The one home of the fields: [`super::walk`] reads by it, and
//! [`super::schema`] makes the JSON Schema from it. What spans several fields is in `across`.

/// A table of the data.
pub(super) struct Table {
    pub(super) fields: &'static [Field],
    /// At least one of these must be there.
    pub(super) one_of: &'static [&'static str],
    /// Not both of each pair; the second is told.
    pub(super) not_both: &'static [(&'static str, &'static str)],
}

/// A field of a table.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    /// Whether it must be there.
    pub(super) needed: bool,
    /// Its name in the canonical source.
    pub(super) stored: &'static str,
    /// What it is for, in German and in English.
    pub(super) about: (&'static str, &'static str),
}

/// What a field takes.
pub(super) enum Shape {
    /// A text of one line.
    Line,
    /// The number of a section: a line, with one way to write its spaces.
    Label,
    /// One line, or a list of lines.
    Lines,
    /// CommonMark.
    Text,
    YesNo,
    /// A whole number between two others, both included.
    Number(i64, i64),
    /// A text of one line, or a whole number that is not below this one.
    Scalar(i64),
    Day,
    /// The last day of something: stored as the day after it.
    LastDay,
    /// A day or a month.
    AsOf,
    /// A day, or a table that says what is awaited.
    Beginning,
    /// The id that the table is known by.
    Id,
    /// The id of a table in this list.
    Ref(&'static str),
    /// A list of ids of tables in this list.
    Refs(&'static str),
    /// An address that can be linked to.
    Url,
    Email,
    /// The name of a file among the assets: an image.
    Image,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of some of these words.
    Words(&'static [&'static str]),
    Table(&'static Table),
    Tables(&'static Table),
}

use Shape::{
    AsOf, Beginning, Day, Email, Id, Image, Label, LastDay, Line, Lines, Number, Ref, Refs, Scalar, Text,
    Url, Word, Words, YesNo,
};

/// The largest number that canonical text carries: below 2^53.
pub(super) const MOST: i64 = (1 << 53) - 1;

type About = (&'static str, &'static str);

const fn may(name: &'static str, shape: Shape, about: About) -> Field {
    Field { name, shape, needed: false, stored: name, about }
}

const fn need(name: &'static str, shape: Shape, about: About) -> Field {
    Field { name, shape, needed: true, stored: name, about }
}

const fn table(fields: &'static [Field]) -> Table {
    Table { fields, one_of: &[], not_both: &[] }
}

impl Field {
    const fn stored(self, stored: &'static str) -> Self {
        Self { stored, ..self }
    }
}

pub(super) const LANGUAGES: &[&str] = &["de", "en"];
pub(super) const AWAITS: &[&str] = &["publication", "approval", "signature", "day"];
const ROLES: &[&str] = &["responsible", "editorial", "technical", "user_contact", "data_protection_officer"];
pub(super) const SHOWS: &[&str] = &[
    "persons",
    "data_protection_officer",
    "contacts",
    "channels",
    "alternatives",
    "awareness",
    "figures",
    "laws",
    "publication",
    "review",
    "related",
    "history",
];

/// The whole document.
pub(super) static POLICY: Table = table(&[
    may(
        "form",
        Word(&["concept", "bylaws", "letter"]),
        (
            "Wie es gesetzt wird: concept (Konzept, Richtlinie; Vorgabe), bylaws (Satzung, Ordnung), letter (Schreiben)",
            "How it is set: concept (concept, guideline; the default), bylaws (by-laws, rules), letter",
        ),
    ),
    need("title", Line, ("Der Titel", "The title")),
    may("subtitle", Line, ("Die Zeile unter dem Titel", "The line below the title")),
    may("short_title", Line, ("Kurzbezeichnung", "What it is called for short")),
    need("language", Word(LANGUAGES), ("Die Sprache aller Texte", "The language of all texts")),
    may(
        "binding_languages",
        Words(LANGUAGES),
        (
            "Die verbindlichen Sprachen, wenn es nicht allein die eigene ist",
            "The languages in which it binds, where that is not just its own",
        ),
    ),
    need(
        "publisher",
        Lines,
        ("Wer herausgibt; eine Stelle oder eine Liste", "Who publishes: one body, or a list"),
    )
    .stored("publishers"),
    may("letterhead", Shape::Table(&LETTERHEAD), ("Der Kopf der ersten Seite", "The head of the first page")),
    may("reference", Line, ("Aktenzeichen", "File number")),
    may(
        "addressee",
        Lines,
        ("An wen ein Schreiben geht, Zeile für Zeile", "To whom a letter goes, line by line"),
    ),
    need("as_of", AsOf, ("Der Stand des Textes: Tag oder Monat", "The Stand of the text: a day or a month")),
    may(
        "version",
        Number(1, u32::MAX as i64),
        (
            "Die Nummer der Fassung, wenn sie feststehen soll",
            "The number of the version, where it is to be fixed",
        ),
    ),
    may("label", Line, ("Wie die Fassung sich selbst nennt", "What the version calls itself")),
    may(
        "changes",
        Line,
        ("Was in dieser Fassung neu ist, in einem Satz", "What is new in this version, in a sentence"),
    ),
    may(
        "effect",
        Shape::Table(&EFFECT),
        ("Von wann bis wann es gilt", "From when until when it is in force"),
    ),
    may("sample", YesNo, ("Ein Muster ohne Rechtswirkung", "A sample without legal effect")),
    may(
        "contents",
        YesNo,
        (
            "Ob es ein Inhaltsverzeichnis hat (Vorgabe: wenn es lang ist)",
            "Whether it has a table of contents (default: when it is long)",
        ),
    ),
    may(
        "accessibility",
        Shape::Table(&ACCESSIBILITY),
        (
            "Wer die Barrierefreiheit geprüft hat; ohne diese Angabe wird nichts behauptet",
            "Who checked accessibility; without it nothing is claimed",
        ),
    ),
    may("review", Shape::Table(&REVIEW), ("Die wiederkehrende Evaluierung", "The recurring evaluation")),
    may("publication", Shape::Table(&PUBLICATION), ("Wo es veröffentlicht wird", "Where it is published")),
    may("opening", Text, ("Eingangsformel oder Anrede", "The words before the first section")),
    need("sections", Shape::Tables(&SECTION), ("Die Abschnitte", "The sections")),
    may("closing", Text, ("Schlussformel oder Gruß", "The words after the last section")),
    may(
        "signatories",
        Shape::Tables(&SIGNATORY),
        ("Wer den Text selbst unterzeichnet", "Who signs the text itself"),
    ),
    may(
        "annexes",
        Shape::Tables(&SECTION),
        ("Anlagen: ein Abschnitt der Ebene 1 beginnt eine", "Annexes: a section of level 1 begins one"),
    ),
    may("persons", Shape::Tables(&PERSON), ("Personen", "People")),
    may("contacts", Shape::Tables(&CONTACT), ("Wege, jemanden zu erreichen", "Ways to reach somebody")),
    may(
        "channels",
        Shape::Tables(&CHANNEL),
        ("Kanäle in sozialen Netzwerken", "Channels in social networks"),
    ),
    may(
        "alternatives",
        Shape::Tables(&ALTERNATIVE),
        (
            "Andere Wege zu denselben Informationen oder Leistungen",
            "Other ways to the same information or service",
        ),
    ),
    may("awareness", Shape::Tables(&AWARENESS), ("Maßnahmen zur Sensibilisierung", "Awareness measures")),
    may("figures", Shape::Tables(&FIGURE), ("Kennzahlen", "Figures")),
    may("laws", Shape::Tables(&LAW), ("Angeführte Rechtsvorschriften", "Laws that are cited")),
    may("related", Shape::Tables(&RELATED), ("Weitere Dokumente", "Related documents")),
    may(
        "earlier",
        Shape::Tables(&EARLIER),
        (
            "Fassungen aus der Zeit vor dem Archiv, die älteste zuerst",
            "Versions from before the archive, oldest first",
        ),
    ),
]);

static LETTERHEAD: Table = Table {
    one_of: &["logo", "contact"],
    ..table(&[
        may("logo", Shape::Table(&LOGO), ("Logo oder Wappen", "The emblem")),
        may("contact", Ref("contacts"), ("Der Kontakt, der darin steht", "The contact that stands in it")),
    ])
};

static LOGO: Table = table(&[
    need("file", Image, ("Dateiname in assets/", "The file's name in assets/")),
    need(
        "alt",
        Line,
        ("Was es zeigt, für alle, die es nicht sehen", "What it shows, for those who do not see it"),
    ),
]);

pub(super) static EFFECT: Table = Table {
    not_both: &[("last_day", "until")],
    ..table(&[
        need(
            "from",
            Beginning,
            ("Der erste Tag, oder worauf er wartet", "The first day, or what it waits for"),
        ),
        may("last_day", LastDay, ("Der letzte Tag", "The last day")).stored("until"),
        may(
            "until",
            Day,
            ("Der erste Tag danach; statt last_day", "The first day after it; instead of last_day"),
        ),
        may("for", Line, ("Für wen oder was es gilt", "For whom or what it applies")),
        may(
            "beside",
            Shape::Tables(&BESIDE),
            (
                "Frühere Fassungen, die daneben in Kraft bleiben",
                "Earlier versions that stay in force beside it",
            ),
        ),
    ])
};

pub(super) static OPEN: Table = table(&[
    need("not_before", Day, ("Der früheste erste Tag", "The earliest first day")),
    may("not_after", Day, ("Der Tag, an dem es spätestens begonnen hat", "The day by which it has begun")),
    need("awaits", Word(AWAITS), ("Worauf der Beginn wartet", "What the beginning waits for")),
]);

static BESIDE: Table = Table {
    not_both: &[("last_day", "until")],
    ..table(&[
        need("version", Number(1, u32::MAX as i64), ("Die Nummer der Fassung", "The number of the version")),
        may("last_day", LastDay, ("Der letzte Tag", "The last day")).stored("until"),
        may("until", Day, ("Der erste Tag danach", "The first day after it")),
        may("for", Line, ("Für wen oder was sie weiter gilt", "For whom or what it goes on")),
    ])
};

static ACCESSIBILITY: Table = table(&[
    need("result", Word(&["fully", "partly", "not"]), ("Das Ergebnis", "The result")),
    need("checked_by", Line, ("Wer geprüft hat", "Who checked")),
    need("on", Day, ("An welchem Tag", "On which day")),
]);

static REVIEW: Table = table(&[
    need("every_months", Number(1, 120), ("Alle wie viele Monate", "Every how many months")),
    may("published", Url, ("Wo die Ergebnisse stehen", "Where the results are published")),
]);

static PUBLICATION: Table = Table {
    one_of: &["medium", "short_url", "imprint"],
    ..table(&[
        may("medium", Line, ("Das Medium, in Worten", "The medium, in words")),
        may(
            "short_url",
            Url,
            (
                "Eine kurze Adresse, neben der festen jeder Fassung",
                "A short address, besides the permanent one of each version",
            ),
        ),
        may("imprint", Line, ("Was davon im Impressum steht", "What of it stands in the Impressum")),
    ])
};

static SECTION: Table = table(&[
    may("id", Id, ("Wie Verweise den Abschnitt nennen", "How references name the section")),
    may("level", Number(1, 5), ("Die Ebene; Vorgabe 1", "The depth; 1 by default")),
    may(
        "label",
        Label,
        (
            "Die Nummer, wie sie zitiert wird: 1., 2.1, § 3, Anlage 1",
            "Its number as it is cited: 1., 2.1, § 3, Annex 1",
        ),
    ),
    may("heading", Line, ("Die Überschrift", "The heading")),
    may(
        "gap",
        Line,
        (
            "Warum es den Abschnitt nicht mehr gibt: aufgehoben, nicht besetzt",
            "Why the section is no longer there: repealed, reserved",
        ),
    ),
    may("restart", YesNo, ("Darunter beginnt die Zählung von vorn", "Labels begin anew below it")),
    may(
        "label_again",
        YesNo,
        ("Die Nummer kommt mit Absicht noch einmal vor", "The label is used again on purpose"),
    ),
    may("text", Text, ("Der Text (CommonMark)", "The text (CommonMark)")),
    may(
        "show",
        Words(SHOWS),
        ("Die Angaben, die unter dem Text stehen", "The facts that stand below the text"),
    ),
]);

static SIGNATORY: Table = table(&[
    may("place", Line, ("Der Ort", "The place")),
    may(
        "on",
        Day,
        ("Der Tag, wenn es nicht der der Fassung ist", "The day, where it is not that of the version"),
    ),
    need("name", Line, ("Der Name", "The name")),
    may("function", Line, ("Das Amt oder die Funktion", "The office held")),
    may("for", Line, ("Für wen, bei mehreren Herausgebern", "For whom, where there are several publishers")),
]);

static PERSON: Table = table(&[
    need("id", Id, ("Die Kennung", "The id")),
    need("name", Line, ("Der Name", "The name")),
    may("function", Line, ("Das Amt oder die Funktion", "The office held")),
    may("roles", Words(ROLES), ("Was die Person hier tut", "What the person does here")),
    may("tasks", Lines, ("Was sie sonst tut, in Worten", "What else the person does, in words")),
    may(
        "channels",
        Refs("channels"),
        ("Für welche Kanäle, wenn nicht für alle", "For which channels, if not for all"),
    ),
    may("deputy_of", Refs("persons"), ("Wen sie vertritt", "For whom the person deputises")),
    may("contact", Ref("contacts"), ("Wie sie zu erreichen ist", "How the person is reached")),
]);

static CONTACT: Table = Table {
    one_of: &["address", "phone", "fax", "email", "url"],
    ..table(&[
        need("id", Id, ("Die Kennung", "The id")),
        may("name", Line, ("Wen oder was man erreicht", "Whom or what one reaches")),
        may("address", Lines, ("Die Anschrift, Zeile für Zeile", "The postal address, line by line")),
        may("phone", Line, ("Telefon", "Telephone")),
        may("fax", Line, ("Fax", "Fax")),
        may("email", Email, ("E-Mail", "E-mail")),
        may("url", Url, ("Internet", "Web")),
        may("hours", Line, ("Wann jemand da ist", "When somebody is there")),
    ])
};

static CHANNEL: Table = table(&[
    need("id", Id, ("Die Kennung", "The id")),
    need("network", Line, ("Das Netzwerk", "The network")),
    may("account", Line, ("Der Name des Kontos", "The name of the account")),
    may("url", Url, ("Die Adresse", "Its address")),
    may("provider", Line, ("Anbieter nach dem Gesetz", "Who answers for its contents by law")),
    may("provider_law", Line, ("Nach welcher Vorschrift", "Under which provision")),
    may("since", AsOf, ("Seit wann es ihn gibt", "Since when it is run")),
    may("until", Day, ("Wann er endet oder endete", "When it is or was closed")),
    may("purpose", Line, ("Zweck", "What it is for")),
    may("audience", Lines, ("Zielgruppen", "Whom it addresses")),
    may("contents", Lines, ("Regelmäßige Inhalte", "What is regularly published")),
    may("functions", Lines, ("Genutzte Funktionen", "The functions that are used")),
    may("messages", Line, ("Umgang mit Direktnachrichten", "How direct messages are dealt with")),
    may("statistics", Line, ("Welche Statistik das Netzwerk gibt", "What statistics the network gives")),
    may(
        "reading_needs_registration",
        YesNo,
        ("Lesen nur mit Anmeldung", "Whether one must register to read"),
    ),
    may(
        "interaction_needs_registration",
        YesNo,
        ("Mitwirken nur mit Anmeldung", "Whether one must register to take part"),
    ),
    may(
        "joint_control",
        Line,
        (
            "Die eigene Position zu Art. 26 DSGVO und das Wesentliche der Vereinbarung",
            "The publisher's position on Art. 26 GDPR, and the essence of the arrangement",
        ),
    ),
    may("third_country", Line, ("Übermittlung in ein Drittland", "Transfer to a third country")),
    may(
        "privacy_url",
        Url,
        ("Die eigene Datenschutzerklärung dazu", "The publisher's own privacy notice for it"),
    ),
    may("note", Line, ("Eine Anmerkung", "A remark")),
]);

static ALTERNATIVE: Table = table(&[
    need(
        "way",
        Line,
        ("Der Weg: Internetseite, Zeitschrift, Telefon", "The way: website, magazine, telephone"),
    ),
    may("offers", Line, ("Was es dort gibt", "What one gets there")),
    may("exception", Line, ("Was es dort nicht gibt", "What one does not get there")),
    may("url", Url, ("Die Adresse", "Its address")),
    may("contact", Ref("contacts"), ("Der Kontakt dazu", "The contact that it leads to")),
]);

static AWARENESS: Table = table(&[
    need("measure", Line, ("Was getan wird", "What is done")),
    may("medium", Line, ("Wo: Veranstaltung, Zeitschrift", "Where: event, magazine")),
    may("rhythm", Line, ("Wie oft", "How often")),
    may("channel", Ref("channels"), ("Um welchen Kanal es geht", "The channel that it is about")),
]);

static FIGURE: Table = table(&[
    may("id", Id, ("Wie Texte sie nennen", "How texts refer to it")),
    need("metric", Line, ("Was gezählt wird", "What is counted")),
    need(
        "value",
        Scalar(-MOST),
        ("Der Wert: eine ganze Zahl oder Text", "The value: a whole number or text"),
    ),
    may("qualifier", Line, ("Was davor steht: bis zu, etwa", "What stands before it: up to, about")),
    may("unit", Line, ("Die Einheit", "The unit")),
    may("basis", Line, ("Worauf er sich bezieht: je Beitrag", "What it refers to: per post")),
    may("channel", Ref("channels"), ("Auf welchem Kanal gezählt wurde", "The channel it was counted on")),
    need("as_of", AsOf, ("Wann es so war: Tag oder Monat", "When it was so: a day or a month")),
    may("source", Line, ("Wer gezählt hat", "Who counted")),
]);

static LAW: Table = table(&[
    need("id", Id, ("Wie Texte es nennen", "How texts refer to it")),
    need("title", Line, ("Der volle Name", "Its full name")),
    may("short", Line, ("Die Abkürzung", "Its abbreviation")),
    may("citation", Line, ("Die Fundstelle", "Where it was promulgated")),
    may("amended", Line, ("Die letzte berücksichtigte Änderung", "The last amendment taken account of")),
    may("url", Url, ("Wo es zu lesen ist", "Where it can be read")),
]);

static RELATED: Table = table(&[
    may("id", Id, ("Wie Texte es nennen", "How texts refer to it")),
    need("title", Line, ("Der Titel", "Its title")),
    may("as_of", AsOf, ("Sein Stand", "Its Stand")),
    may("url", Url, ("Wo es ist", "Where it is")),
    may("note", Line, ("Was es damit auf sich hat", "How it is related")),
]);

static EARLIER: Table = table(&[
    need("label", Line, ("Wie die Fassung hieß", "What the version was called")),
    need("as_of", AsOf, ("Ihr Stand", "Its Stand")),
    may("from", Day, ("Der erste Tag, an dem sie galt", "The first day it was in force")),
    may("changes", Line, ("Was in ihr neu war", "What was new in it")),
]);

/// The draft of a review.
pub(super) static REVIEW_DRAFT: Table = table(&[
    need("since", Day, ("Der erste Tag des Zeitraums", "The first day of the time looked at")),
    need("through", Day, ("Der letzte Tag des Zeitraums", "The last day of the time looked at")),
    need("on", Day, ("Der Tag der Entscheidung", "The day of the decision")),
    need("by", Line, ("Wer evaluiert hat", "Who reviewed")),
    may("function", Line, ("In welcher Funktion", "In what function")),
    need("necessary", YesNo, ("Noch erforderlich?", "Still necessary?")),
    may("necessary_because", Lines, ("Warum (nicht)", "Why (not)")),
    need("alternatives", YesNo, ("Gibt es die anderen Wege noch?", "Are the alternatives still there?")),
    may("alternatives_note", Lines, ("Was dazu zu sagen ist", "What is to be said of them")),
    may("law", Lines, ("Änderungen im Recht", "Changes in law")),
    may("platform", Lines, ("Änderungen der Plattformen", "Changes of the platforms")),
    may("complaints", Lines, ("Beschwerden", "Complaints")),
    may("figures", Shape::Tables(&REVIEW_FIGURE), ("Kennzahlen", "Figures")),
    need("decisions", Shape::Tables(&DECISION), ("Die Entscheidungen", "The decisions")),
    need("next_due", Day, ("Wann die nächste fällig ist", "When the next one is due")),
    may("published", Url, ("Wo das Ergebnis steht", "Where the result is published")),
]);

static REVIEW_FIGURE: Table = table(&[
    may("channel", Ref("channels"), ("Auf welchem Kanal gezählt wurde", "The channel it was counted on")),
    need("metric", Line, ("Was gezählt wird", "What is counted")),
    need("value", Scalar(0), ("Der Wert: eine ganze Zahl oder Text", "The value: a whole number or text")),
    may("qualifier", Line, ("Was davor steht: bis zu, etwa", "What stands before it: up to, about")),
    may("unit", Line, ("Die Einheit", "The unit")),
    need("as_of", AsOf, ("Wann es so war: Tag oder Monat", "When it was so: a day or a month")),
    may("source", Line, ("Wer gezählt hat", "Who counted")),
]);

static DECISION: Table = table(&[
    may(
        "channel",
        Ref("channels"),
        ("Der Kanal; ohne ihn die Regelung als Ganzes", "The channel; without it the policy as a whole"),
    ),
    need(
        "outcome",
        Word(&["keep", "adapt", "close", "deferred"]),
        ("fortführen, anpassen, einstellen, zurückgestellt", "keep, adapt, close, deferred"),
    ),
    need("reason", Line, ("Warum", "Why")),
]);
