//! What is wrapped around text: emphasis, links, references, images, footnotes.
//!
//! Specification: `docs/policy-data.md`, "Texts". Ids are resolved as they are read; the words of references
//! to labelled items are made later (`cite`).

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::inline::{Run, WrapKind, nfc, plain};
use super::labels::Label;
use super::reader::Reader;
use super::{Cause, Construct, Deep, Target, cite, source};
use crate::base::{Id, limits};
use crate::policy::text::{Block, Inline};
use crate::policy::words::{is_image, is_url};

impl Reader<'_> {
    pub(super) fn wrap(&mut self, kind: WrapKind, at: Range<usize>) {
        let begins_line = self.table.is_none() && self.para.as_ref().is_none_or(|para| para.line_start);
        self.place_paragraph(&at);
        let mark = match kind {
            WrapKind::Emphasis => 1,
            WrapKind::Strong => 2,
            _ => 0,
        };
        // `Bürger*innen und Besucher*innen` would lose its asterisks.
        let marks = [at.start..at.start + mark, at.end.saturating_sub(mark)..at.end];
        if let Some(mark) = marks.into_iter().find(|mark| source::in_word(self.text, mark)) {
            self.fault(mark, Cause::EmphasisInWord);
        }
        if let Some(run) = self.run() {
            run.begin(kind, at, begins_line);
        }
    }

    pub(super) fn link(&mut self, kind: LinkType, dest: &str, title: &str, at: Range<usize>) {
        let mut url = nfc(dest);
        if kind == LinkType::Email {
            url.insert_str(0, "mailto:");
        }
        self.characters(&url, &at);
        if !title.is_empty() {
            return self.refuse(at, Cause::NotInTexts(Construct::LinkTitle));
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
    pub(super) fn reference(&mut self, reference: &str, at: &Range<usize>) -> Result<WrapKind, Cause> {
        let mut parts = reference.split('/').take(limits::NESTING + 2).map(str::to_owned);
        let name = parts.next().unwrap_or_default();
        let path: Vec<String> = parts.collect();
        // No item is as deep as the longest path that is read.
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

    pub(super) fn image(&mut self, dest: &str, title: &str, at: Range<usize>) {
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

    pub(super) fn unwrap_inline(&mut self) {
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
                } else if alt.len() > limits::LINE {
                    self.fault(at, Cause::TooLong { limit: limits::LINE });
                } else if let Some(para) = &mut self.para {
                    para.image = Some((at, Block::Image { file, alt, caption }));
                }
            }
        }
    }

    pub(super) fn note(&mut self, name: &str, at: Range<usize>) {
        self.place_paragraph(&at);
        if self.in_note {
            return self.fault(at, Cause::NoteInNote);
        }
        match self.notes.get_mut(&name.to_lowercase()).map(|(_, text)| text.take()) {
            Some(Some(text)) => self.add(Inline::Note(text)),
            Some(None) => self.fault(at, Cause::NoteTwice { name: name.to_owned() }),
            None => self.fault(at, Cause::NoteMissing { name: name.to_owned() }),
        }
    }
}
