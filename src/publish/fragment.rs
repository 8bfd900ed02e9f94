//! Writes the HTML fragment of one policy: what is in force, what is to come, what was before.
//!
//! Specification: `docs/attach.md`, "What the fragment shows". Takes a [`Listing`]; gives HTML lines
//! that end in `\n`. No script, no ids, no inline styles, one class on the outermost element; every
//! element used survives the filters of the common content management systems.
//!
//! Periods are half-open in the data and told by their last day: `until` 2026-01-01 reads "bis 31.
//! Dezember 2025".

use super::address::{current_path, version_path};
use super::html::{address, as_of, day, escape};
use super::view::{
    Accessibility, Also, Awaited, Document, Earlier, InForce, LastReview, Listing, Pdf, Shown, Upcoming, Why,
    Withdrawn,
};
use crate::base::effect::{Awaits, From, Open};
use crate::base::lang::{name_of, say};
use crate::base::{Day, Lang, Period};
use crate::format::record::{Decision, Purpose};

/// The fragment of one policy, without its markers.
pub fn fragment(listing: &Listing) -> String {
    let mut out = Lines { text: String::new(), depth: 0 };
    let l = listing.lang;
    let (heading, sub) = listing.heading.elements();
    out.open(&format!("<section class=\"inkraft\" lang=\"{}\">", l.pick("de", "en")));
    out.line(&format!("<{heading}>{}</{heading}>", escape(&listing.title)));
    if listing.disputed {
        let text = say!(
            l,
            "Was in Kraft ist, steht nicht fest: Erklärungen zu diesem Dokument sind strittig, weil ein Schlüssel \
             womöglich in fremder Hand war. Hier steht, was ohne sie gilt.",
            "What is in force is not settled: records of this document are disputed, because a key may have been in \
             foreign hands. What is shown here is in force without them."
        );
        out.line(&format!("<p><strong>{text}</strong></p>"));
    }
    for awaited in &listing.awaited {
        out.line(&format!("<p>{}</p>", undetermined(awaited, l)));
    }
    match &listing.answer {
        Shown::One(one) => {
            if !listing.awaited.is_empty() {
                let text = say!(l, "Bis dahin ist in Kraft:", "Until then in force:");
                out.line(&format!("<p>{text}</p>"));
            }
            in_force(&mut out, listing, one, true);
        }
        Shown::Several(several) => {
            let text = match listing.awaited.is_empty() {
                true => {
                    say!(l, "Nebeneinander in Kraft sind:", "In force side by side:")
                }
                false => {
                    say!(l, "Bis dahin sind nebeneinander in Kraft:", "Until then in force side by side:")
                }
            };
            out.line(&format!("<p>{text}</p>"));
            for one in several {
                let name = match &one.for_whom {
                    Some(whom) => say!(l, "Für: {}", "For: {}", escape(whom)),
                    None => say!(l, "Fassung {}", "Version {}", one.document.version),
                };
                out.line(&format!("<{sub}>{name}</{sub}>"));
                in_force(&mut out, listing, one, false);
            }
        }
        Shown::None(why) => none(&mut out, listing, why),
    }
    if !listing.upcoming.is_empty() {
        let title = say!(l, "Künftige Änderungen", "Changes to come");
        out.line(&format!("<{sub}>{title}</{sub}>"));
        out.open("<ul>");
        for item in &listing.upcoming {
            upcoming(&mut out, listing, item);
        }
        out.close("</ul>");
    }
    if !listing.earlier.is_empty() {
        let title = say!(l, "Frühere Fassungen", "Earlier versions");
        out.line(&format!("<{sub}>{title}</{sub}>"));
        out.open("<ul>");
        for item in &listing.earlier {
            earlier(&mut out, listing, item);
        }
        out.close("</ul>");
    }
    if let Some(review) = &listing.review {
        reviewed(&mut out, listing, review);
    }
    let on = day(listing.as_of, l);
    let text = say!(l, "Stand dieser Angaben: {on}", "This information is as of {on}");
    out.line(&format!("<p><small>{text}</small></p>"));
    out.close("</section>");
    out.text
}

/// The last evaluation; where nothing is in force any more, none is due.
fn reviewed(out: &mut Lines, listing: &Listing, review: &LastReview) {
    let l = listing.lang;
    let (since, through) = (day(review.span.0, l), day(review.span.1, l));
    let one = |d: &Decision| match &d.channel {
        Some(channel) => format!("{}: {}", escape(channel), d.outcome.told(l)),
        None => d.outcome.told(l).to_owned(),
    };
    let decided = review.decisions.iter().map(one).collect::<Vec<_>>().join("; ");
    let mut text = say!(
        l,
        "Letzte Evaluierung (vom {since} bis {through}): {decided}.",
        "Last evaluation (from {since} to {through}): {decided}."
    );
    if let Some(published) = &review.published {
        let shown = escape(published);
        let link = ["https://", "http://"].iter().any(|start| published.starts_with(start));
        let shown = if link { format!("<a href=\"{shown}\">{shown}</a>") } else { shown };
        text += &say!(l, " Ergebnis: {shown}.", " Result: {shown}.");
    }
    if !matches!(listing.answer, Shown::None(_)) {
        let due = day(review.next_due, l);
        text += &say!(l, " Die nächste ist am {due} fällig.", " The next is due on {due}.");
    }
    out.line(&format!("<p>{text}</p>"));
}

/// Lines with two spaces for each open element.
struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    fn line(&mut self, html: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(html);
        self.text.push('\n');
    }

    fn open(&mut self, html: &str) {
        self.line(html);
        self.depth += 1;
    }

    fn close(&mut self, html: &str) {
        self.depth -= 1;
        self.line(html);
    }

    fn item(&mut self, html: &str) {
        self.line(&format!("<li>{html}</li>"));
    }
}

fn in_force(out: &mut Lines, listing: &Listing, one: &InForce, alone: bool) {
    let (l, doc) = (listing.lang, &one.document);
    out.line(&format!("<p>{}</p>", link(listing, doc)));
    out.open("<ul>");
    let from = day(one.period.from, l);
    out.item(&match one.period.until {
        None => say!(l, "In Kraft seit dem {from}", "In force since {from}"),
        Some(until) => {
            let last = day(until.previous(), l);
            say!(l, "In Kraft vom {from} bis {last}", "In force from {from} to {last}")
        }
    });
    if let Some(whom) = one.for_whom.as_deref().filter(|_| alone) {
        out.item(&say!(l, "Für: {}", "For: {}", escape(whom)));
    }
    details(out, listing, doc);
    let public = doc.pdf.withheld.is_none();
    if public {
        let this = address(&listing.base.join(&doc.pdf.path));
        out.item(&say!(l, "Adresse dieser Fassung: {this}", "Address of this version: {this}"));
    }
    // With several side by side there is no one file that the common address could stand for.
    if alone && public {
        let always = address(&listing.base.join(&current_path(&listing.policy)));
        out.item(&say!(
            l,
            "Adresse der jeweils aktuellen Fassung: {always}",
            "Address of the current version at any time: {always}"
        ));
    }
    hash(out, &doc.pdf);
    out.close("</ul>");
}

/// "Stand", correction and other files of a version.
fn details(out: &mut Lines, listing: &Listing, doc: &Document) {
    let l = listing.lang;
    let stand = as_of(doc.stand, l);
    out.item(&say!(l, "Stand: {stand}", "Text as of {stand}"));
    if doc.corrected.is_some() && !doc.issued_is_public {
        out.item(&say!(
            l,
            "Berichtigte Ausgabe (die ursprüngliche ist nicht öffentlich)",
            "Corrected edition (the edition as issued is not public)"
        ));
    } else if let Some(corrected) = doc.corrected {
        let issued = escape(&listing.base.join(&version_path(&listing.policy, doc.version)));
        let on = day(corrected, l);
        out.item(&say!(
            l,
            "Berichtigte Ausgabe, verzeichnet am {on} (<a href=\"{issued}\">ursprüngliche Ausgabe</a>)",
            "Corrected edition, recorded on {on} (<a href=\"{issued}\">edition as issued</a>)"
        ));
    }
    for also in &doc.also {
        out.item(&other(listing, doc, also));
    }
}

fn hash(out: &mut Lines, pdf: &Pdf) {
    out.item(&format!("<small>SHA-256: <code>{}</code></small>", broken(pdf)));
}

/// The hash with a break every 16 digits, so that the line fits a telephone; copying it gives 64 digits.
fn broken(pdf: &Pdf) -> String {
    let hex = pdf.sha256.to_string();
    let parts: Vec<&str> = (0..hex.len()).step_by(16).filter_map(|i| hex.get(i..i + 16)).collect();
    parts.join("<wbr>")
}

/// Link to a version and the label behind it.
fn link(listing: &Listing, doc: &Document) -> String {
    let l = listing.lang;
    let href = escape(&listing.base.join(&doc.pdf.path));
    let mut title = escape(&doc.title);
    if let Some(tag) = tag(&doc.language).filter(|t| !t.starts_with(l.pick("de", "en"))) {
        title = format!("<span lang=\"{tag}\">{title}</span>");
    }
    let version = doc.version;
    let own = doc.label.as_ref().map_or_else(String::new, |text| {
        let text = escape(text);
        say!(l, " („{text}“)", " (“{text}”)")
    });
    let name = say!(l, "{title}, Fassung\u{a0}{version}{own}", "{title}, version\u{a0}{version}{own}");
    let (hreflang, label) = (hreflang(&doc.language), label(&doc.pdf, l));
    if doc.pdf.withheld.is_some() {
        return format!("{name} {label}");
    }
    format!("<a href=\"{href}\"{hreflang} type=\"application/pdf\">{name}</a> {label}")
}

/// `(PDF-Datei · 120 KB, nicht barrierefrei)`
fn label(pdf: &Pdf, l: Lang) -> String {
    if let Some(reason) = &pdf.withheld {
        return say!(l, "(nicht öffentlich: {})", "(not public: {})", escape(reason));
    }
    let size = file_size(pdf.size, l);
    let access = match pdf.accessibility {
        Accessibility::NotChecked => {
            say!(l, ", Barrierefreiheit nicht geprüft", ", accessibility not checked")
        }
        Accessibility::Asserted => say!(l, ", barrierefrei", ", accessible"),
        Accessibility::NotAccessible => say!(l, ", nicht barrierefrei", ", not accessible"),
    };
    say!(l, "(PDF-Datei · {size}{access})", "(PDF file · {size}{access})")
}

/// Whole kilobytes (of 1024 bytes, at least one), from a thousand of them megabytes with one decimal.
fn file_size(bytes: u64, l: Lang) -> String {
    let kb = bytes.saturating_add(512) / 1024;
    if kb < 1000 {
        return format!("{}\u{a0}KB", kb.max(1));
    }
    let tenths = (u128::from(bytes) * 10 + (1 << 19)) >> 20;
    format!("{}{}{}\u{a0}MB", tenths / 10, l.pick(",", "."), tenths % 10)
}

/// Link to another file of a version and the label behind it.
fn other(listing: &Listing, doc: &Document, also: &Also) -> String {
    let l = listing.lang;
    let href = escape(&listing.base.join(&also.pdf.path));
    let name = match also.purpose {
        Purpose::Correction => l.pick("Berichtigte Ausgabe", "Corrected edition"),
        Purpose::Consolidated => l.pick("Lesefassung", "Consolidated text"),
        Purpose::Reissue => l.pick("Neu erstellte Ausgabe", "Renewed copy"),
        Purpose::Translation => l.pick("Übersetzung", "Translation"),
        Purpose::Accessible => l.pick("Barrierearme Ausgabe", "Accessible edition"),
    };
    let name = match also.language == doc.language {
        true => name.to_owned(),
        false => format!("{name} ({})", escape(&name_of(&also.language, l))),
    };
    let (hreflang, label) = (hreflang(&also.language), label(&also.pdf, l));
    let link = |attributes: &str, text: &str| {
        if also.pdf.withheld.is_some() {
            return format!("{text} {label}");
        }
        format!("<a href=\"{href}\"{attributes} type=\"application/pdf\">{text}</a> {label}")
    };
    // A title of its own is in the file's language, and whoever looks for that language reads it there.
    match (&also.title, tag(&also.language)) {
        (Some(title), Some(tag)) if also.purpose == Purpose::Translation => {
            let link = link(&format!("{hreflang} lang=\"{tag}\""), &escape(title));
            format!("{name}: {link}")
        }
        _ => link(&hreflang, &name),
    }
}

/// What is awaited. That it has not happened is not said: nobody recorded that it did, and that is all.
fn undetermined(awaited: &Awaited, l: Lang) -> String {
    let when = between(&awaited.open, l);
    let what = match awaited.version {
        Some(n) => say!(l, "Fassung\u{a0}{n} tritt in Kraft", "Version\u{a0}{n} comes into force"),
        None => say!(l, "Die Aufhebung wird wirksam", "The repeal takes effect"),
    };
    let once = match awaited.open.awaits {
        Awaits::Publication => l.pick("sobald sie veröffentlicht ist", "once it is published"),
        Awaits::Approval => l.pick("sobald sie genehmigt ist", "once it is approved"),
        Awaits::Signature => l.pick("sobald sie unterzeichnet ist", "once it is signed"),
        Awaits::Day => {
            return say!(
                l,
                "{what}, {when}; der Tag steht noch nicht fest.",
                "{what}, {when}; the day is not settled yet."
            );
        }
    };
    say!(
        l,
        "{what}, {once}, {when}. Dass das geschehen ist, ist noch nicht verzeichnet.",
        "{what} {once}, {when}. That this has happened is not on record yet."
    )
}

fn waits_for(open: &Open, l: Lang) -> String {
    match open.awaits {
        Awaits::Publication => say!(l, "Die Veröffentlichung steht noch aus", "publication is awaited"),
        Awaits::Approval => say!(l, "Die Genehmigung steht noch aus", "approval is awaited"),
        Awaits::Signature => say!(l, "Die Unterzeichnung steht noch aus", "a signature is awaited"),
        Awaits::Day => say!(l, "Der Tag ist noch nicht bestimmt", "the day is not settled yet"),
    }
}

fn none(out: &mut Lines, listing: &Listing, why: &Why) {
    let l = listing.lang;
    let text = match why {
        Why::NoRecord => say!(l, "Es ist keine Fassung verzeichnet.", "No version is on record."),
        // What is disputed is not withdrawn, and may be all there is.
        Why::Withdrawn if listing.disputed => {
            say!(l, "Es ist keine Fassung in Kraft.", "No version is in force.")
        }
        Why::Withdrawn => say!(
            l,
            "Es ist keine Fassung in Kraft. Alle Fassungen wurden zurückgenommen.",
            "No version is in force. All versions were withdrawn."
        ),
        Why::NotYet => {
            say!(l, "Es ist noch keine Fassung in Kraft getreten.", "No version has come into force yet.")
        }
        Why::Repealed { since, .. } => {
            let last = day(since.previous(), l);
            say!(
                l,
                "Es ist keine Fassung in Kraft. Das Dokument wurde mit Ablauf des {last} aufgehoben.",
                "No version is in force. The document was repealed as of the end of {last}."
            )
        }
        Why::Expired { since } => {
            let last = day(since.previous(), l);
            say!(
                l,
                "Es ist keine Fassung in Kraft. Die letzte trat durch Fristablauf mit Ablauf des {last} außer Kraft.",
                "No version is in force. The term of the last one ended; its last day in force was {last}."
            )
        }
    };
    match listing.awaited.is_empty() {
        true => out.line(&format!("<p>{text}</p>")),
        false => out.line(&format!("<p>{} {text}</p>", say!(l, "Bis dahin:", "Until then:"))),
    }
    if let Why::Repealed { successors, .. } = why
        && !successors.is_empty()
    {
        out.line(&format!("<p>{}</p>", say!(l, "An seine Stelle tritt:", "It is succeeded by:")));
        out.open("<ul>");
        for next in successors {
            let href = escape(&listing.base.join(&current_path(&next.policy)));
            out.item(&format!("<a href=\"{href}\" type=\"application/pdf\">{}</a>", escape(&next.title)));
        }
        out.close("</ul>");
    }
}

fn upcoming(out: &mut Lines, listing: &Listing, item: &Upcoming) {
    let l = listing.lang;
    match item {
        Upcoming::Repeal { begins: From::Day(from) } => {
            let last = day(from.previous(), l);
            out.item(&say!(
                l,
                "Aufhebung: Das Dokument tritt mit Ablauf des {last} außer Kraft.",
                "Repeal: the last day in force of this document is {last}."
            ));
        }
        Upcoming::Repeal { begins: From::Open(open) } => {
            let (when, reason) = (between(open, l), waits_for(open, l));
            out.item(&say!(
                l,
                "Aufhebung: Sie wird {when} wirksam. {reason}.",
                "Repeal: it takes effect {when}; {reason}."
            ));
        }
        Upcoming::Version { document, begins, until, for_whom } => {
            out.open("<li>");
            out.line(&format!("<p>{}</p>", link(listing, document)));
            out.open("<ul>");
            out.item(&match (begins, until.map(|u| day(u.previous(), l))) {
                (From::Day(from), None) => {
                    let from = day(*from, l);
                    say!(l, "In Kraft ab dem {from}", "In force from {from}")
                }
                (From::Day(from), Some(last)) => {
                    let from = day(*from, l);
                    say!(l, "In Kraft vom {from} bis {last}", "In force from {from} to {last}")
                }
                (From::Open(open), last) => {
                    let (when, reason) = (between(open, l), waits_for(open, l));
                    let end =
                        last.map_or_else(String::new, |last| say!(l, " (bis {last})", " (until {last})"));
                    say!(
                        l,
                        "Tritt {when} in Kraft{end}. {reason}.",
                        "Comes into force {when}{end}; {reason}."
                    )
                }
            });
            if let Some(whom) = for_whom {
                out.item(&say!(l, "Für: {}", "For: {}", escape(whom)));
            }
            details(out, listing, document);
            hash(out, &document.pdf);
            out.close("</ul>");
            out.close("</li>");
        }
    }
}

/// `frühestens am … und spätestens am …`
fn between(open: &Open, l: Lang) -> String {
    let first = day(open.not_before, l);
    match open.not_after.map(|last: Day| day(last, l)) {
        None => say!(l, "frühestens am {first}", "on {first} at the earliest"),
        Some(last) => say!(l, "frühestens am {first} und spätestens am {last}", "between {first} and {last}"),
    }
}

fn earlier(out: &mut Lines, listing: &Listing, item: &Earlier) {
    let l = listing.lang;
    let periods: Vec<String> = item.periods.iter().map(|p| past(p, l)).collect();
    let mut when = match periods.split_last() {
        None => say!(l, "nie in Kraft getreten", "never in force"),
        Some((last, [])) => say!(l, "in Kraft {last}", "in force {last}"),
        Some((last, others)) => {
            let others = others.join(", ");
            say!(l, "in Kraft {others} und {last}", "in force {others} and {last}")
        }
    };
    match item.withdrawn {
        None => {}
        Some(Withdrawn::Withdrawn) => when.push_str(&say!(l, ", zurückgenommen", ", withdrawn")),
        Some(Withdrawn::Voided) => when.push_str(&say!(l, ", für unwirksam erklärt", ", declared void")),
    }
    if let Some(whom) = &item.for_whom {
        when.push_str(&say!(l, ", für: {}", ", for: {}", escape(whom)));
    }
    let doc = &item.document;
    if let Some(corrected) = doc.corrected {
        let on = day(corrected, l);
        when.push_str(&say!(l, "; berichtigt am {on}", "; corrected on {on}"));
    }
    let others: String = doc.also.iter().map(|also| format!("; {}", other(listing, doc, also))).collect();
    // What is not to be read can still be recognised by whoever has it.
    let known_by =
        doc.pdf.withheld.as_ref().map_or_else(String::new, |_| {
            format!("; <small>SHA-256: <code>{}</code></small>", broken(&doc.pdf))
        });
    out.item(&format!("{}: {when}{others}{known_by}", link(listing, doc)));
}

fn past(period: &Period, l: Lang) -> String {
    let from = day(period.from, l);
    match period.until {
        None => say!(l, "seit dem {from}", "since {from}"),
        Some(until) => {
            let last = day(until.previous(), l);
            say!(l, "vom {from} bis {last}", "from {from} to {last}")
        }
    }
}

/// The language tag if it is one.
fn tag(language: &str) -> Option<&str> {
    let fits = !language.is_empty() && language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    fits.then_some(language)
}

fn hreflang(language: &str) -> String {
    tag(language).map_or_else(String::new, |tag| format!(" hreflang=\"{tag}\""))
}

#[cfg(test)]
#[path = "fragment_tests.rs"]
pub(super) mod tests;
