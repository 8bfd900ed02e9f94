//! From the events of a CommonMark parser to blocks: paragraphs cut at labels, links resolved, the rest refused.
//!
//! Specification: `docs/policy-data.md`, "Texts". Takes events with their places; hands blocks and labels to
//! `blocks`, which knows where they belong, and pieces of text to `inline`.
//!
//! Whether characters are a label or only look like one (`a\)`, `&#40;1)`) is decided by the text as it was
//! typed, not by what the parser made of it.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::blocks::{Handle, Origin, Outline, Place};
use super::inline::{Run, WrapKind, nfc, paragraph, plain};
use super::labels::Label;
use super::table::{self, Building};
use super::{Cause, Construct, Deep, Faults, Names, Target, cite, source};
use crate::base::{Id, Lang, canonical, limits};
use crate::policy::text::{Block, Inline};
use crate::policy::words::{is_image, is_url};

/// Footnotes by name: where each is defined, and its text until it is set.
pub(super) type Notes = HashMap<String, (Range<usize>, Option<Vec<Block>>)>;

pub(super) struct Reader<'a> {
    text: &'a str,
    lang: Lang,
    names: Names<'a>,
    /// Reading a footnote, which has paragraphs only.
    in_note: bool,
    outline: Outline,
    /// The lists, items and quotations of CommonMark that are open.
    open: Vec<Container>,
    para: Option<Para>,
    table: Option<Building>,
    /// So many levels deep in something that is refused or read elsewhere.
    skip: usize,
    /// Where the last text ended.
    text_end: usize,
    pub(super) faults: Faults,
    pub(super) images: Vec<(Range<usize>, String)>,
    pub(super) refs: Vec<Deep>,
    pub(super) notes: Notes,
}

enum Container {
    Bullets(Handle),
    Numbers(Option<Handle>),
    Bullet(Handle),
    Number(Handle),
    Quote(Handle),
    /// Too deep, or its item is.
    Lost,
}

/// A paragraph that is being read; cut at labels, it becomes several.
struct Para {
    at: usize,
    run: Run,
    /// The block to which it belongs is known.
    placed: bool,
    /// Nothing stands yet in the line.
    line_start: bool,
    /// Something stands before this line, or a label in it.
    begun: bool,
    /// A line has ended, and whether on purpose.
    line_end: Option<bool>,
    image: Option<(Range<usize>, Block)>,
    /// It is the caption of the table before it.
    caption: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, lang: Lang, names: Names<'a>, in_note: bool) -> Self {
        Self {
            text,
            lang,
            names,
            in_note,
            outline: Outline::new(),
            open: Vec::new(),
            para: None,
            table: None,
            skip: 0,
            text_end: usize::MAX,
            faults: Faults::new(),
            images: Vec::new(),
            refs: Vec::new(),
            notes: Notes::new(),
        }
    }

    pub(super) fn names(&self) -> Names<'a> {
        self.names
    }

    /// Whether so much is wrong that nobody would read more of it.
    pub(super) fn is_full(&self) -> bool {
        self.faults.len() + self.outline.faults.len() >= limits::PROBLEMS
    }

    pub(super) fn finish(&mut self) -> Vec<Block> {
        self.end_paragraph();
        let (blocks, faults) = std::mem::replace(&mut self.outline, Outline::new()).finish();
        self.faults.extend(faults);
        blocks
    }

    pub(super) fn event(&mut self, event: Event<'a>, at: Range<usize>) {
        match event {
            Event::Start(_) if self.skip > 0 => self.skip += 1,
            Event::End(_) if self.skip > 0 => self.skip -= 1,
            _ if self.skip > 0 => {}
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag, &at),
            Event::Text(s) | Event::InlineMath(s) | Event::DisplayMath(s) => self.text(&s, at),
            Event::Code(s) => {
                self.place_paragraph(&at);
                self.add(Inline::Code(nfc(&s)));
            }
            Event::SoftBreak => self.line_end(false),
            Event::HardBreak => self.line_end(true),
            Event::InlineHtml(_) => self.fault(at, Cause::Html),
            // Told once, at the block's start.
            Event::Html(_) => {}
            Event::FootnoteReference(name) => self.note(&name, at),
            Event::Rule => self.fault(at, Cause::NotYet(Construct::Rule)),
            // Never sent with these options.
            Event::TaskListMarker(_) => {}
        }
    }

    fn fault(&mut self, at: Range<usize>, cause: Cause) {
        self.outline.spoil();
        self.faults.push((at, cause));
    }

    /// Refuses something with all that stands in it.
    fn refuse(&mut self, at: Range<usize>, cause: Cause) {
        self.fault(at, cause);
        self.skip = 1;
    }

    fn start(&mut self, tag: Tag<'a>, at: Range<usize>) {
        let inline = matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. });
        let deepens = inline || matches!(tag, Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_));
        if !inline && !matches!(tag, Tag::TableHead | Tag::TableRow | Tag::TableCell) {
            self.end_paragraph();
        }
        let depth = self.outline.depth() + self.run().map_or(0, |run| run.depth());
        if deepens && depth >= limits::NESTING {
            return self.refuse(at, Cause::TooDeep { limit: limits::NESTING });
        }
        match tag {
            Tag::Paragraph => self.para = Some(Para::new(at.start)),
            Tag::List(None) => {
                let place = self.block_place(&at);
                let list = self.outline.bullets(place);
                self.open.push(Container::Bullets(list));
            }
            // What it is becomes clear with the label of its first item.
            Tag::List(Some(_)) => self.open.push(Container::Numbers(None)),
            Tag::Item => self.item(at),
            Tag::BlockQuote(_) => {
                let place = self.block_place(&at);
                let quote = self.outline.quote(place, at);
                self.open.push(Container::Quote(quote));
            }
            Tag::Table(alignments) => {
                let place = self.block_place(&at);
                self.outline.place(place);
                match table::check_columns(alignments.len()) {
                    Some(cause) => self.refuse(at, cause),
                    None => self.table = Some(Building::new(&alignments, at)),
                }
            }
            Tag::TableHead | Tag::TableRow => {}
            Tag::TableCell => {
                if let Some(table) = &mut self.table {
                    table.cell = Some(Run::default());
                }
            }
            Tag::Emphasis => self.wrap(WrapKind::Emphasis, at),
            Tag::Strong => self.wrap(WrapKind::Strong, at),
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, at),
            Tag::Image { dest_url, title, .. } => self.image(&dest_url, &title, at),
            Tag::HtmlBlock => self.refuse(at, Cause::Html),
            Tag::Heading { .. } => self.refuse(at, Cause::NotYet(Construct::Heading)),
            Tag::CodeBlock(_) => self.refuse(at, Cause::NotYet(Construct::CodeBlock)),
            Tag::FootnoteDefinition(_) if self.in_note => self.refuse(at, Cause::NoteInNote),
            // Read before the rest.
            Tag::FootnoteDefinition(_) => self.skip = 1,
            // The rest is switched off.
            _ => self.skip = 1,
        }
    }

    fn end(&mut self, tag: TagEnd, at: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_) => {
                self.end_paragraph();
                match self.open.pop() {
                    Some(Container::Bullets(h) | Container::Bullet(h) | Container::Quote(h)) => {
                        self.outline.end(h);
                    }
                    Some(Container::Number(h)) => self.outline.end_item(h),
                    Some(Container::Numbers(_) | Container::Lost) | None => {}
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => self.unwrap_inline(),
            TagEnd::TableCell => {
                if let Some(table) = &mut self.table {
                    table.end_cell(at);
                }
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.end_head(at, &mut self.faults);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.end_row(self.text, at, &mut self.faults);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    let table = table.finish(&mut self.faults);
                    self.outline.add(table);
                }
            }
            _ => {}
        }
    }

    /// Where a block begins.
    fn block_place(&self, at: &Range<usize>) -> Place {
        let start = source::visible(self.text, at.start);
        let attached = source::attached(self.text, start) && !self.outline.is_fresh();
        Place { column: source::column(self.text, start), attached }
    }

    fn item(&mut self, at: Range<usize>) {
        let mark = source::visible(self.text, at.start);
        let place = self.block_place(&at);
        match self.open.last() {
            Some(Container::Bullets(list)) => {
                let (list, item) = self.outline.bullet(*list, place, mark..mark + 1);
                self.reopen(Container::Bullets(list));
                self.open.push(Container::Bullet(item));
            }
            Some(Container::Numbers(list)) => {
                let origin = list.map_or(Origin::FirstItem, Origin::NextItem);
                let label = self.text.get(mark..).and_then(Label::at_start);
                let begun = label.and_then(|label| {
                    let at = mark..mark + label.text.len();
                    self.outline.label(label, at, place, origin)
                });
                match begun {
                    Some((list, item)) => {
                        self.reopen(Container::Numbers(Some(list)));
                        self.open.push(Container::Number(item));
                    }
                    None => self.open.push(Container::Lost),
                }
            }
            _ => self.open.push(Container::Lost),
        }
    }

    /// The list goes on in another frame, if a label has closed the first.
    fn reopen(&mut self, list: Container) {
        if let Some(last) = self.open.last_mut() {
            *last = list;
        }
    }

    /// The run of text that is open: a cell's, or a paragraph's.
    fn run(&mut self) -> Option<&mut Run> {
        match &mut self.table {
            Some(table) => table.cell.as_mut(),
            None => self.para.as_mut().map(|para| &mut para.run),
        }
    }

    fn add(&mut self, piece: Inline) {
        if let Some(run) = self.run() {
            run.add(piece);
        }
    }

    fn line_end(&mut self, asked: bool) {
        let in_image = self.run().is_some_and(|run| run.in_link());
        match &mut self.para {
            // Inside a link a line cannot begin with a label of its own.
            _ if in_image => self.add(if asked { Inline::Break } else { Inline::Text(" ".to_owned()) }),
            Some(para) => {
                para.line_end = Some(asked);
                para.line_start = true;
                para.begun = true;
            }
            None => {}
        }
    }

    /// Before anything but a label: where the paragraph belongs, and the end of the line before.
    fn place_paragraph(&mut self, at: &Range<usize>) {
        if self.table.is_some() {
            return;
        }
        // The items of a tight list have their text without a paragraph.
        let mut para = self.para.take().unwrap_or_else(|| Para::new(at.start));
        if !para.placed {
            let place = self.block_place(&(para.at..at.end));
            if let Some(Block::Table(table)) = self.outline.last()
                && table.caption.is_none()
                && is_caption(self.text, at.start)
            {
                para.caption = true;
            } else {
                self.outline.place(place);
            }
            para.placed = true;
        }
        if let Some(asked) = para.line_end.take()
            && !para.run.is_fresh()
        {
            para.run.add(if asked { Inline::Break } else { Inline::Text(" ".to_owned()) });
        }
        para.line_start = false;
        para.begun = true;
        self.para = Some(para);
    }

    fn text(&mut self, s: &CowStr<'a>, at: Range<usize>) {
        // A reference such as `&#8238;` can bring in what was not allowed to be typed.
        self.characters(s, &at);
        let escaped = self.text_end != at.start
            && self.text.get(..at.start).is_some_and(|before| before.ends_with('\\'));
        self.text_end = at.end;
        if !escaped {
            self.missing_note(s, &at);
        }
        let mut rest = s.as_ref();
        let mut place = at.clone();
        let line_start = self.para.as_ref().is_none_or(|para| para.line_start);
        if line_start && !self.in_note && !escaped && self.table.is_none() {
            while let Some(taken) = self.label(rest, place.start) {
                rest = rest.get(taken..).unwrap_or_default();
                place.start += taken;
            }
            if table::is_rule(self.text, place.start) {
                self.fault(place.clone(), Cause::TableRule);
            }
            // Elsewhere the parser takes them for what they are.
            if rest.len() > 1 && ["- ", "* ", "+ ", "> "].iter().any(|mark| rest.starts_with(mark)) {
                self.fault(place.start..place.start + 1, Cause::TooIndented);
            }
        }
        if rest.is_empty() {
            return;
        }
        self.place_paragraph(&place);
        if let Some(Para { caption: true, run, .. }) = &self.para
            && run.is_empty()
        {
            rest = rest.strip_prefix(':').unwrap_or(rest).trim_start();
        }
        self.add(Inline::Text(rest.to_owned()));
    }

    /// Takes a label off the start of a line; gives how many bytes it and the space around it have.
    fn label(&mut self, s: &str, start: usize) -> Option<usize> {
        let space = s.len() - s.trim_start().len();
        let s = s.trim_start();
        let typed = self.text.get(start + space..)?;
        // As it was typed, and as it was read.
        let label = Label::at_start(typed).filter(|label| s.starts_with(&label.text))?;
        let at = start + space..start + space + label.text.len();
        let taken = s.get(label.text.len()..)?;
        let taken = space + label.text.len() + taken.len() - taken.trim_start().len();
        let mut para = self.para.take().unwrap_or_else(|| Para::new(start));
        if para.run.depth() > 0 {
            self.para = Some(para);
            self.fault(at, Cause::LabelInside { label: label.text });
            return None;
        }
        let place = match para.begun {
            true => Place { column: source::column(self.text, at.start), attached: true },
            false => self.block_place(&at),
        };
        // `am` and, in the next line, `12. Juli`: CommonMark takes it for text, and so do we.
        if label.may_be_text() && !self.outline.is_next(&label) {
            self.para = Some(para);
            return None;
        }
        let line_end = para.line_end.take();
        self.para = Some(para);
        if line_end.is_some() {
            self.end_paragraph();
            self.outline.leave_lazily(self.text, at.start);
        }
        let opened = self.outline.label(label, at, place, Origin::Line).is_some();
        let mut para = Para::new(start);
        (para.placed, para.begun) = (opened, true);
        self.para = Some(para);
        opened.then_some(taken)
    }

    fn characters(&mut self, s: &str, at: &Range<usize>) {
        let fine = |c: char| {
            canonical::allowed(c)
                && (!c.is_control() || matches!(c, '\t' | '\n'))
                && !('\u{fdd0}'..='\u{fdef}').contains(&c)
        };
        if let Some(c) = s.chars().find(|c| !fine(*c)) {
            self.fault(at.clone(), Cause::Character(c));
        }
    }

    fn end_paragraph(&mut self) {
        let Some(para) = self.para.take() else { return };
        let pieces = para.run.finish();
        match (para.image, pieces.is_empty()) {
            (Some((_, image)), true) => self.outline.add(image),
            (Some((at, _)), false) => self.fault(at, Cause::ImageInline),
            (None, true) => {}
            (None, false) if para.caption => {
                if let Some(Block::Table(table)) = self.outline.last() {
                    table.caption = Some(pieces);
                }
            }
            (None, false) => {
                let block = if self.in_note { Block::Paragraph(pieces) } else { paragraph(pieces) };
                self.outline.add(block);
            }
        }
    }

    fn wrap(&mut self, kind: WrapKind, at: Range<usize>) {
        let begins_line = self.table.is_none() && self.para.as_ref().is_none_or(|para| para.line_start);
        self.place_paragraph(&at);
        if let Some(run) = self.run() {
            run.begin(kind, at, begins_line);
        }
    }

    fn link(&mut self, kind: LinkType, dest: &str, title: &str, at: Range<usize>) {
        let mut url = nfc(dest);
        if kind == LinkType::Email {
            url.insert_str(0, "mailto:");
        }
        self.characters(&url, &at);
        if !title.is_empty() {
            return self.refuse(at, Cause::NotYet(Construct::LinkTitle));
        }
        if let Some(reference) = url.strip_prefix('#') {
            return match self.reference(reference, &at) {
                Ok(kind) => self.wrap(kind, at),
                Err(cause) => self.refuse(at, cause),
            };
        }
        match url.is_empty() {
            true => self.refuse(at, Cause::EmptyLink),
            false if is_url(&url) => self.wrap(WrapKind::Link { url }, at),
            false => self.refuse(at, Cause::BadUrl(url)),
        }
    }

    /// What `#gebuehren/2/a` refers to.
    fn reference(&mut self, reference: &str, at: &Range<usize>) -> Result<WrapKind, Cause> {
        let mut parts = reference.split('/').take(limits::NESTING + 2).map(str::to_owned);
        let name = parts.next().unwrap_or_default();
        let path: Vec<String> = parts.collect();
        let (Some(target), Ok(to)) = ((self.names.target)(&name), name.parse::<Id>()) else {
            let nearest = (self.names.nearest)(&name);
            return Err(Cause::NoTarget { id: reference.to_owned(), nearest });
        };
        match target {
            Target::Section { label } => {
                let section = label.map(|label| cite::section(&nfc(&label), self.lang));
                let words = match path.is_empty() {
                    true => section,
                    false => section.map(|section| cite::unmade(&section, &path)),
                };
                if !path.is_empty() {
                    self.refs.push(Deep { at: at.clone(), id: to.clone(), path });
                }
                Ok(WrapKind::Section { to, words })
            }
            // Only sections have parts.
            _ if !path.is_empty() => Err(Cause::NoTarget { id: reference.to_owned(), nearest: Some(name) }),
            Target::Words(words) => Ok(WrapKind::Words(nfc(&words))),
            Target::Law { short, url } => Ok(WrapKind::Law { short: nfc(&short), url }),
            Target::Document { words, url } => Ok(WrapKind::Document { words: nfc(&words), url }),
        }
    }

    fn image(&mut self, dest: &str, title: &str, at: Range<usize>) {
        let inside = self.table.is_some() || self.in_note || self.run().is_some_and(|run| run.depth() > 0);
        let behind = self.para.as_ref().is_some_and(|p| p.image.is_some() || !p.run.is_empty());
        if inside || behind {
            return self.refuse(at, Cause::ImageInline);
        }
        self.characters(dest, &at);
        self.characters(title, &at);
        if dest.contains(':') || dest.starts_with("//") || dest.starts_with("www.") {
            return self.refuse(at, Cause::ImageUrl);
        }
        if !is_image(dest) {
            return self.refuse(at, Cause::ImageName(dest.to_owned()));
        }
        self.images.push((at.clone(), dest.to_owned()));
        let caption = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let caption = (!caption.is_empty()).then(|| nfc(&caption));
        self.wrap(WrapKind::Image { file: dest.to_owned(), caption }, at);
    }

    fn unwrap_inline(&mut self) {
        let Some(wrap) = self.run().and_then(Run::end) else { return };
        let (at, pieces) = (wrap.at, wrap.pieces);
        match wrap.kind {
            WrapKind::Emphasis | WrapKind::Strong => {
                // `**(1)** …`: an emphasised label would be text that nobody can refer to.
                let typed = self.text.get(at.clone()).unwrap_or_default().trim_matches(['*', '_']);
                if wrap.begins_line
                    && !self.in_note
                    && typed.len() < 16
                    && let Some(label) = Label::at_start(typed).filter(|l| l.text == typed)
                {
                    self.fault(at, Cause::LabelInside { label: label.text });
                }
                self.add(match wrap.kind {
                    WrapKind::Strong => Inline::Strong(pieces),
                    _ => Inline::Emphasis(pieces),
                });
            }
            WrapKind::Link { .. } if pieces.is_empty() => self.fault(at, Cause::EmptyLink),
            WrapKind::Link { url } => self.add(Inline::Link { url, text: pieces }),
            WrapKind::Section { to, words } => {
                let text = match (pieces.is_empty(), words) {
                    (false, _) => pieces,
                    (true, Some(words)) => vec![Inline::Text(words)],
                    (true, None) => return self.fault(at, Cause::TargetWithoutLabel { id: to.to_string() }),
                };
                self.add(Inline::Ref { to, text });
            }
            WrapKind::Words(words) if pieces.is_empty() => self.add(Inline::Text(words)),
            WrapKind::Words(_) => pieces.into_iter().for_each(|piece| self.add(piece)),
            WrapKind::Document { words, url } => {
                let text = if pieces.is_empty() { vec![Inline::Text(words)] } else { pieces };
                match url {
                    Some(url) => self.add(Inline::Link { url, text }),
                    None => text.into_iter().for_each(|piece| self.add(piece)),
                }
            }
            WrapKind::Law { short, url } => {
                let mut run = Run::default();
                let said = plain(&pieces);
                let named = said.split(|c: char| !c.is_alphanumeric()).any(|word| word == short)
                    || short.contains(' ') && said.contains(&short);
                pieces.into_iter().for_each(|piece| run.add(piece));
                if !named {
                    let space = if said.is_empty() { "" } else { " " };
                    run.add(Inline::Text(format!("{space}{short}")));
                }
                let text = run.finish();
                match url {
                    Some(url) => self.add(Inline::Link { url, text }),
                    None => text.into_iter().for_each(|piece| self.add(piece)),
                }
            }
            WrapKind::Image { file, caption } => {
                let alt = plain(&pieces).trim().to_owned();
                if alt.is_empty() {
                    self.fault(at, Cause::ImageWithoutAlt);
                } else if let Some(para) = &mut self.para {
                    para.image = Some((at, Block::Image { file, alt, caption }));
                }
            }
        }
    }

    fn note(&mut self, name: &str, at: Range<usize>) {
        self.place_paragraph(&at);
        if self.in_note {
            return self.fault(at, Cause::NoteInNote);
        }
        if self.run().is_some_and(|run| run.in_link()) {
            return self.fault(at, Cause::NoteInLink);
        }
        match self.notes.get_mut(&name.to_lowercase()).map(|(_, text)| text.take()) {
            Some(Some(text)) => self.add(Inline::Note(text)),
            Some(None) => self.fault(at, Cause::NoteTwice { name: name.to_owned() }),
            None => self.fault(at, Cause::NoteMissing { name: name.to_owned() }),
        }
    }

    /// The parser leaves `[^x]` as text where no such footnote is defined.
    fn missing_note(&mut self, s: &str, at: &Range<usize>) {
        for (i, _) in s.match_indices('[') {
            let Some(rest) = self.text.get(at.start + i..).and_then(|t| t.strip_prefix("[^")) else {
                continue;
            };
            // A name is short; looking further would cost time.
            let name: String = rest
                .chars()
                .take(limits::ID)
                .take_while(|c| *c != ']' && *c != '[' && !c.is_whitespace())
                .collect();
            if !name.is_empty() && rest.get(name.len()..).is_some_and(|end| end.starts_with(']')) {
                let start = at.start + i;
                self.fault(start..start + name.len() + 3, Cause::NoteMissing { name });
            }
        }
    }
}

impl Para {
    fn new(at: usize) -> Self {
        Self {
            at,
            run: Run::default(),
            placed: false,
            line_start: true,
            begun: false,
            line_end: None,
            image: None,
            caption: false,
        }
    }
}

fn is_caption(text: &str, at: usize) -> bool {
    let escaped = text.get(..at).is_some_and(|before| before.ends_with('\\'));
    let rest = text.get(at..).filter(|_| !escaped).and_then(|t| t.strip_prefix(':'));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() && c != '\n'))
}
