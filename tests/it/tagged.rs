//! What a screen reader finds in a PDF: the structure tree with its texts, bookmarks, language and title.
//!
//! Reads with `hayro-syntax`, which did not write the file. Roles are given as they stand and, where /RoleMap says
//! so, as the standard role they mean. Reads what krilla writes; anything else makes it panic, so that nothing is
//! overlooked.

pub mod checks;
mod content;
pub mod dump;
mod spoiled;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object};

use content::Pages;

/// A PDF as it is read aloud.
pub struct Tagged {
    /// /Lang of the catalogue.
    pub language: Option<String>,
    /// /Title of the document information.
    pub title: Option<String>,
    /// Whether a window shows the title (/DisplayDocTitle).
    pub shows_title: bool,
    /// /Marked.
    pub marked: bool,
    /// Level and words of each bookmark.
    pub bookmarks: Vec<(usize, String)>,
    /// /PageLabels, where there are any: the first page of each range.
    pub page_labels: Vec<i64>,
    /// The structure tree.
    pub root: Node,
    /// What is drawn as an artifact: its kind and its words.
    pub artifacts: Vec<String>,
    /// What is drawn neither in the tree nor as an artifact, and what the tree never mentions.
    pub loose: Vec<String>,
}

/// A structure element.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// Its role as written.
    pub role: String,
    /// The standard role that it stands for.
    pub means: String,
    /// What it says of itself: `Alt`, `Scope`, `Lang` …
    pub facts: Vec<(String, String)>,
    /// What is below it, in reading order.
    pub kids: Vec<Kid>,
}

/// What stands below a structure element.
#[derive(Debug, Clone)]
pub enum Kid {
    /// Another element.
    Node(Node),
    /// Words on the page, or none where something is only drawn.
    Text(String),
    /// An annotation, and where it leads.
    Object(String),
}

impl Node {
    /// A fact by its name.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The elements right below.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.kids.iter().filter_map(|kid| match kid {
            Kid::Node(node) => Some(node),
            _ => None,
        })
    }

    /// This element and all below it, in reading order.
    pub fn all(&self) -> Vec<&Node> {
        let mut all = vec![self];
        self.nodes().for_each(|node| all.extend(node.all()));
        all
    }

    /// All below it that have this standard role.
    pub fn with(&self, role: &str) -> Vec<&Node> {
        self.all().into_iter().filter(|node| node.means == role).collect()
    }

    /// All words below it.
    pub fn text(&self) -> String {
        self.kids
            .iter()
            .map(|kid| match kid {
                Kid::Node(node) => node.text(),
                Kid::Text(text) => text.clone(),
                Kid::Object(_) => String::new(),
            })
            .collect()
    }
}

/// Reads a PDF.
pub fn read(pdf: Vec<u8>) -> Tagged {
    let pdf = Pdf::new(pdf).expect("a PDF");
    let catalogue: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).expect("a catalogue");
    let mut pages = content::pages(&pdf);
    let tree: Dict<'_> = catalogue.get("StructTreeRoot").expect("a structure tree");
    let reader = Reader { roles: tree.get("RoleMap").unwrap_or_default(), catalogue: &catalogue };
    let mut root = Node { role: "Root".into(), means: "Root".into(), ..Node::default() };
    reader.kids(&tree, None, &mut pages, &mut root);
    let unread =
        pages.marked.values().filter(|run| !run.read).map(|run| format!("not in the tree: {}", run.text));
    let loose = pages.loose.iter().cloned().chain(unread).collect();
    let flag = |dict: &str, name: &str| {
        catalogue.get::<Dict<'_>>(dict).and_then(|d| d.get::<bool>(name)).unwrap_or_default()
    };
    let mut bookmarks = Vec::new();
    if let Some(outlines) = catalogue.get::<Dict<'_>>("Outlines") {
        bookmarks_of(&outlines, 1, &mut bookmarks);
    }
    let labels = catalogue.get::<Dict<'_>>("PageLabels").and_then(|d| d.get::<Array<'_>>("Nums"));
    Tagged {
        language: string(&catalogue, "Lang"),
        title: pdf.metadata().title.as_deref().map(text_of),
        shows_title: flag("ViewerPreferences", "DisplayDocTitle"),
        marked: flag("MarkInfo", "Marked"),
        bookmarks,
        page_labels: labels.iter().flat_map(Array::iter::<Object<'_>>).filter_map(number).collect(),
        root,
        artifacts: std::mem::take(&mut pages.artifacts),
        loose,
    }
}

struct Reader<'a> {
    roles: Dict<'a>,
    catalogue: &'a Dict<'a>,
}

impl<'a> Reader<'a> {
    /// Reads /K; `page` is that of the element, which its marks are on unless they say otherwise.
    fn kids(&self, element: &Dict<'a>, page: Option<ObjRef>, pages: &mut Pages, node: &mut Node) {
        let page = element.get_ref("Pg").or(page);
        let kids: Vec<Object<'a>> = match element.get::<Object<'a>>("K") {
            Some(Object::Array(kids)) => kids.iter().collect(),
            one => one.into_iter().collect(),
        };
        for kid in kids {
            let kid = match kid {
                Object::Dict(kid) => kid,
                mark => {
                    node.kids.push(Kid::Text(pages.take(page, number(mark).expect("a mark"))));
                    continue;
                }
            };
            match name(&kid, "Type").as_deref() {
                Some("MCR") => {
                    let mark = kid.get::<Object<'_>>("MCID").and_then(number).expect("a mark");
                    node.kids.push(Kid::Text(pages.take(kid.get_ref("Pg").or(page), mark)));
                }
                Some("OBJR") => {
                    let object: Dict<'a> = kid.get("Obj").expect("an object");
                    node.kids.push(Kid::Object(self.target(&object, pages)));
                }
                _ => {
                    let mut child = self.element(&kid);
                    self.kids(&kid, page, pages, &mut child);
                    node.kids.push(Kid::Node(child));
                }
            }
        }
    }

    fn element(&self, element: &Dict<'a>) -> Node {
        let role = name(element, "S").expect("a role");
        let means = name(&self.roles, &role).unwrap_or_else(|| role.clone());
        let mut facts = Vec::new();
        for key in ["T", "Lang", "Alt", "ActualText", "E"] {
            facts.extend(string(element, key).map(|value| (key.to_owned(), value)));
        }
        facts.extend(element.contains_key("ID").then(|| ("ID".to_owned(), String::new())));
        let attributes: Vec<Dict<'_>> = match element.get::<Object<'_>>("A") {
            Some(Object::Array(list)) => list.iter().collect(),
            Some(Object::Dict(one)) => vec![one],
            _ => Vec::new(),
        };
        for key in ["Scope", "ListNumbering", "RowSpan", "ColSpan", "BBox", "Headers"] {
            let value = attributes.iter().find_map(|a| a.get::<Object<'_>>(key)).map(|value| match value {
                Object::Name(name) => name.as_str().to_owned(),
                Object::Number(number) => number.as_i64().to_string(),
                _ => String::new(),
            });
            facts.extend(value.map(|value| (key.to_owned(), value)));
        }
        Node { role, means, facts, kids: Vec::new() }
    }

    /// Where an annotation leads: an address, or the words at a place in the document.
    fn target(&self, annotation: &Dict<'a>, pages: &Pages) -> String {
        if let Some(action) = annotation.get::<Dict<'_>>("A") {
            return string(&action, "URI").expect("an address");
        }
        // The field of a signature leads nowhere.
        if annotation.get::<Name<'_>>("FT").is_some_and(|field| field.as_ref() == b"Sig") {
            return "signature".to_owned();
        }
        let place = match annotation.get::<Object<'a>>("Dest") {
            Some(Object::Array(place)) => Some(place),
            Some(Object::String(name)) => self.named(&name),
            _ => None,
        };
        let place = place.expect("a place");
        let page = place.raw_iter().next().and_then(|page| match page {
            MaybeRef::Ref(page) => Some(page),
            MaybeRef::NotRef(_) => None,
        });
        let y = place.iter::<Object<'_>>().nth(3).and_then(Object::into_number).map_or(0.0, |y| y.as_f64());
        format!("→ “{}”", pages.at(page.expect("a page"), y))
    }

    fn named(&self, name: &[u8]) -> Option<Array<'a>> {
        let names: Array<'a> =
            self.catalogue.get::<Dict<'_>>("Names")?.get::<Dict<'_>>("Dests")?.get("Names")?;
        let names: Vec<Object<'a>> = names.iter().collect();
        let found =
            names.chunks(2).find(|pair| matches!(&pair[0], Object::String(key) if key.as_bytes() == name))?;
        match found[1].clone() {
            Object::Array(place) => Some(place),
            Object::Dict(place) => place.get("D"),
            _ => None,
        }
    }
}

fn bookmarks_of(parent: &Dict<'_>, level: usize, out: &mut Vec<(usize, String)>) {
    let mut next = parent.get::<Dict<'_>>("First");
    while let Some(bookmark) = next {
        out.push((level, string(&bookmark, "Title").unwrap_or_default()));
        bookmarks_of(&bookmark, level + 1, out);
        next = bookmark.get("Next");
    }
}

fn name(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<Object<'_>>(key)?.into_name().map(|name| name.as_str().to_owned())
}

fn number(object: Object<'_>) -> Option<i64> {
    object.into_number().map(|number| number.as_i64())
}

fn string(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<Object<'_>>(key)?.into_string().map(|string| text_of(string.as_bytes()))
}

/// A text string: UTF-16 with its mark, or characters that are ASCII as krilla writes them.
fn text_of(bytes: &[u8]) -> String {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(utf16) => content::utf16(utf16),
        None => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
