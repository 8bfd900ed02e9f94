//! Reads the CommonMark of a section into a tree of blocks.
//!
//! Specification: `docs/policy-data.md`, "Texts". Takes paragraphs, nested lists, emphasis, links, code
//! spans and line breaks; refuses HTML, and what is not set yet, with the place of each.
//! Nothing in a text is ever evaluated: every character that is not CommonMark means itself.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};
use unicode_normalization::UnicodeNormalization;

use super::problem::{Cause, Construct};
use super::reader::is_url;
use super::text::{Block, Inline};
use crate::base::{canonical, limits};

/// What is wrong with a text, by place in the text.
pub(super) type Faults = Vec<(Range<usize>, Cause)>;

/// Something that has begun and not ended.
enum Open {
    /// The text itself or a list item: blocks, and the paragraph that a tight item leaves unmarked.
    Blocks(Vec<Block>, Vec<Inline>),
    List(Option<u64>, Vec<Vec<Block>>),
    Paragraph(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Link(String, Vec<Inline>),
    /// Refused: its content is read over.
    Refused,
}

/// Reads a text. The blocks are complete only if there are no faults.
pub(super) fn read(text: &str) -> (Vec<Block>, Faults) {
    // Switched on so that they are refused by name rather than set as they were typed.
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut stack = vec![Open::Blocks(Vec::new(), Vec::new())];
    let mut faults = Faults::new();
    let mut too_deep = false;
    for (event, span) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if !too_deep && depth(&stack) >= limits::NESTING && deepens(&tag) {
                    too_deep = true;
                    faults.push((span.clone(), Cause::TooDeep { limit: limits::NESTING }));
                }
                let inside_refused = too_deep || matches!(stack.last(), Some(Open::Refused));
                stack.push(match begin(tag, &span) {
                    _ if inside_refused => Open::Refused,
                    Ok(open) => open,
                    Err((span, cause)) => {
                        faults.push((span, cause));
                        Open::Refused
                    }
                });
            }
            Event::End(_) => {
                if let Some(done) = stack.pop() {
                    end(done, &mut stack, &span, &mut faults);
                }
            }
            Event::Text(s) | Event::InlineMath(s) | Event::DisplayMath(s) => {
                // A reference such as `&#8238;` can bring in what was not allowed to be typed.
                let bad = s
                    .chars()
                    .find(|c| !canonical::allowed(*c) || c.is_control() && !matches!(c, '\t' | '\n'));
                faults.extend(bad.map(|c| (span, Cause::Character(c))));
                add(&mut stack, Inline::Text(s.into_string()));
            }
            Event::Code(s) => add(&mut stack, Inline::Code(s.nfc().collect())),
            Event::SoftBreak => add(&mut stack, Inline::Text(" ".to_owned())),
            Event::HardBreak => add(&mut stack, Inline::Break),
            Event::InlineHtml(_) => faults.push((span, Cause::Html)),
            // Told once, at the block's start.
            Event::Html(_) => {}
            Event::FootnoteReference(_) => faults.push((span, Cause::NotYet(Construct::Footnote))),
            Event::Rule => faults.push((span, Cause::NotYet(Construct::Rule))),
            // Never sent with these options.
            Event::TaskListMarker(_) => {}
        }
    }
    let blocks = match stack.pop() {
        Some(Open::Blocks(mut blocks, loose)) => {
            close_paragraph(&mut blocks, loose);
            blocks
        }
        _ => Vec::new(),
    };
    (blocks, faults)
}

/// Whether a construct counts as a level: paragraphs and list items do not.
fn deepens(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Paragraph | Tag::Item)
}

fn depth(stack: &[Open]) -> usize {
    stack.iter().filter(|open| !matches!(open, Open::Blocks(..) | Open::Paragraph(_))).count()
}

fn begin(tag: Tag<'_>, span: &Range<usize>) -> Result<Open, (Range<usize>, Cause)> {
    let not_yet = |what| Err((span.clone(), Cause::NotYet(what)));
    match tag {
        Tag::Paragraph => Ok(Open::Paragraph(Vec::new())),
        Tag::List(start) => Ok(Open::List(start, Vec::new())),
        Tag::Item => Ok(Open::Blocks(Vec::new(), Vec::new())),
        Tag::Emphasis => Ok(Open::Emphasis(Vec::new())),
        Tag::Strong => Ok(Open::Strong(Vec::new())),
        Tag::Link { dest_url, link_type, .. } => {
            let mut url: String = dest_url.nfc().collect();
            if link_type == pulldown_cmark::LinkType::Email {
                url.insert_str(0, "mailto:");
            }
            match url.is_empty() {
                true => Err((span.clone(), Cause::EmptyLink)),
                false if is_url(&url) => Ok(Open::Link(url, Vec::new())),
                false => Err((span.clone(), Cause::BadUrl(url))),
            }
        }
        Tag::HtmlBlock => Err((span.clone(), Cause::Html)),
        Tag::Image { .. } => not_yet(Construct::Image),
        Tag::Heading { .. } => not_yet(Construct::Heading),
        Tag::BlockQuote(_) => not_yet(Construct::Quote),
        Tag::CodeBlock(_) => not_yet(Construct::CodeBlock),
        Tag::FootnoteDefinition(_) => not_yet(Construct::Footnote),
        Tag::Table(_) => not_yet(Construct::Table),
        // The rest is switched off, or stands only inside what was refused above.
        _ => Ok(Open::Refused),
    }
}

fn end(done: Open, stack: &mut [Open], span: &Range<usize>, faults: &mut Faults) {
    match done {
        Open::Refused => {}
        Open::Paragraph(inlines) => add_block(stack, paragraph(inlines)),
        Open::Emphasis(inlines) => add(stack, Inline::Emphasis(normal(inlines))),
        Open::Strong(inlines) => add(stack, Inline::Strong(normal(inlines))),
        Open::Link(_, text) if text.is_empty() => faults.push((span.clone(), Cause::EmptyLink)),
        Open::Link(url, text) => add(stack, Inline::Link { url, text: normal(text) }),
        Open::List(None, items) => add_block(stack, Some(Block::Bullets(items))),
        Open::List(Some(start), items) => {
            // CommonMark lets a number have at most nine digits.
            let start = u32::try_from(start).unwrap_or(1);
            add_block(stack, Some(Block::Numbered { start, items }));
        }
        Open::Blocks(mut blocks, loose) => {
            close_paragraph(&mut blocks, loose);
            if let Some(Open::List(_, items)) = stack.last_mut() {
                if blocks.is_empty() && faults.is_empty() {
                    faults.push((span.clone(), Cause::Empty { field: "text" }));
                }
                items.push(blocks);
            }
        }
    }
}

fn add(stack: &mut [Open], inline: Inline) {
    let to = match stack.last_mut() {
        Some(
            Open::Paragraph(to)
            | Open::Emphasis(to)
            | Open::Strong(to)
            | Open::Link(_, to)
            | Open::Blocks(_, to),
        ) => to,
        _ => return,
    };
    match (to.last_mut(), inline) {
        // One run of text, however the parser cut it: no-break rules look across its parts.
        (Some(Inline::Text(before)), Inline::Text(more)) => before.push_str(&more),
        (_, inline) => to.push(inline),
    }
}

fn add_block(stack: &mut [Open], block: Option<Block>) {
    if let (Some(Open::Blocks(blocks, loose)), Some(block)) = (stack.last_mut(), block) {
        close_paragraph(blocks, std::mem::take(loose));
        blocks.push(block);
    }
}

fn close_paragraph(blocks: &mut Vec<Block>, loose: Vec<Inline>) {
    blocks.extend(paragraph(loose));
}

fn paragraph(inlines: Vec<Inline>) -> Option<Block> {
    (!inlines.is_empty()).then(|| Block::Paragraph(normal(inlines)))
}

/// NFC, once a run of text is whole.
fn normal(mut inlines: Vec<Inline>) -> Vec<Inline> {
    for inline in &mut inlines {
        if let Inline::Text(s) = inline {
            *s = s.nfc().collect();
        }
    }
    inlines
}
