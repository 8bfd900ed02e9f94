//! Content streams: the words of each mark, and where on the page they stand.

use std::collections::{BTreeMap, HashMap};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, ObjRef, Object, Stream};
use hayro_syntax::page::Page;

/// The words on all pages.
pub struct Pages {
    /// By page and mark (/MCID).
    pub marked: BTreeMap<(usize, i64), Run>,
    /// Kind and words of artifacts.
    pub artifacts: Vec<String>,
    /// What is drawn without a mark.
    pub loose: Vec<String>,
    numbers: HashMap<ObjRef, usize>,
}

/// The words of one mark.
#[derive(Default)]
pub struct Run {
    /// The words.
    pub text: String,
    /// The height at which they begin, from the foot of the page.
    pub y: f64,
    /// Whether the structure tree has it.
    pub read: bool,
}

impl Pages {
    /// The words of a mark, which the tree mentions once.
    pub fn take(&mut self, page: Option<ObjRef>, mark: i64) -> String {
        let page = self.numbers[&page.expect("a page")];
        // What draws nothing has no words.
        let run = self.marked.entry((page, mark)).or_default();
        assert!(!std::mem::replace(&mut run.read, true), "mark {mark} of page {page} is in the tree twice");
        run.text.clone()
    }

    /// The words that stand at a place or next below it.
    pub fn at(&self, page: ObjRef, y: f64) -> String {
        let page = self.numbers[&page];
        let below = self.marked.range((page, 0)..(page + 1, 0)).map(|(_, run)| run);
        let below = below.filter(|run| run.y <= y && !run.text.trim().is_empty());
        // Marks of a line stand in reading order; the first of the highest line is meant.
        let first = below.reduce(|best, run| if run.y > best.y + 0.5 { run } else { best });
        first.map_or_else(String::new, |run| run.text.trim().to_owned())
    }
}

/// Reads all pages.
pub fn pages(pdf: &Pdf) -> Pages {
    let mut pages =
        Pages { marked: BTreeMap::new(), artifacts: Vec::new(), loose: Vec::new(), numbers: HashMap::new() };
    for (number, page) in pdf.pages().iter().enumerate() {
        pages.numbers.insert(page.raw().obj_id().expect("an object").into(), number);
        Canvas::new(number, page, &mut pages).read(page);
    }
    pages
}

/// What an operator acts on, inside of which content is drawn.
enum Mark {
    Tagged(i64),
    Artifact(usize),
    /// Its words are given, so the characters are not read.
    Actual,
    Other,
}

/// The state in which a page is drawn.
struct Canvas<'a, 'p> {
    number: usize,
    pages: &'p mut Pages,
    fonts: HashMap<String, HashMap<u16, String>>,
    font: Option<String>,
    marks: Vec<Mark>,
    /// The matrix, and those that were put by.
    matrix: [f64; 6],
    saved: Vec<[f64; 6]>,
    /// The place of the text, before the matrix.
    text: (f64, f64),
    resources: Dict<'a>,
}

impl<'a, 'p> Canvas<'a, 'p> {
    fn new(number: usize, page: &Page<'a>, pages: &'p mut Pages) -> Self {
        Self {
            number,
            pages,
            fonts: HashMap::new(),
            font: None,
            marks: Vec::new(),
            matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            saved: Vec::new(),
            text: (0.0, 0.0),
            resources: page.resources().fonts.clone(),
        }
    }

    fn read(mut self, page: &Page<'a>) {
        let mut operations = page.operations();
        while let Some(instruction) = operations.next() {
            let operands: Vec<Object<'_>> = instruction.operands().cloned().collect();
            let operator = std::str::from_utf8(instruction.operator).expect("ASCII");
            match operator {
                "q" => self.saved.push(self.matrix),
                "Q" => self.matrix = self.saved.pop().expect("a matrix that was saved"),
                "cm" => self.matrix = times(numbers(&operands), self.matrix),
                "BT" => self.text = (0.0, 0.0),
                "Tm" => self.text = (numbers(&operands)[4], numbers(&operands)[5]),
                "Tf" => {
                    self.font = operands.first().cloned().and_then(Object::into_name).map(|n| self.font(&n))
                }
                "BMC" | "BDC" => self.begin(&operands),
                "EMC" => drop(self.marks.pop().expect("a mark that was begun")),
                "Tj" => self.show(&operands),
                "TJ" => {
                    let Some(Object::Array(pieces)) = operands.first() else { panic!("no pieces") };
                    self.show(&pieces.iter::<Object<'_>>().collect::<Vec<_>>());
                }
                "Td" | "TD" | "T*" | "'" | "\"" | "BI" => panic!("krilla wrote no such operator so far"),
                "f" | "F" | "f*" | "S" | "s" | "B" | "B*" | "b" | "b*" | "sh" | "Do" => self.draw(),
                _ => {}
            }
        }
        assert!(self.marks.is_empty(), "page {} does not end its marks", self.number);
    }

    fn begin(&mut self, operands: &[Object<'_>]) {
        let tag = operands.first().cloned().and_then(Object::into_name).expect("a tag");
        let properties = operands.get(1).cloned().and_then(Object::into_dict).unwrap_or_default();
        let mark = properties.get::<Object<'_>>("MCID").and_then(super::number);
        if let Some(actual) = super::string(&properties, "ActualText") {
            self.words(&actual);
            self.marks.push(Mark::Actual);
        } else if tag.as_str() == "Artifact" {
            let kind = super::name(&properties, "Subtype").or(super::name(&properties, "Type"));
            self.marks.push(Mark::Artifact(self.pages.artifacts.len()));
            self.pages.artifacts.push(kind.unwrap_or_else(|| "Artifact".to_owned()) + ": ");
        } else {
            self.marks.push(mark.map_or(Mark::Other, Mark::Tagged));
        }
    }

    fn show(&mut self, pieces: &[Object<'_>]) {
        if self.marks.iter().any(|mark| matches!(mark, Mark::Actual)) {
            return;
        }
        let font = &self.fonts[self.font.as_deref().expect("a font")];
        let mut words = String::new();
        for piece in pieces {
            let Object::String(codes) = piece else { continue };
            for code in codes.as_bytes().chunks(2) {
                let code = u16::from_be_bytes([code[0], code[1]]);
                words += font.get(&code).map_or("\u{fffd}", String::as_str);
            }
        }
        self.words(&words);
    }

    /// Words that are drawn here.
    fn words(&mut self, words: &str) {
        let (x, y) = self.text;
        let y = x * self.matrix[1] + y * self.matrix[3] + self.matrix[5];
        for mark in self.marks.iter().rev() {
            match *mark {
                Mark::Artifact(at) => return self.pages.artifacts[at] += words,
                Mark::Tagged(mark) => {
                    let run = self.pages.marked.entry((self.number, mark)).or_default();
                    run.y = run.y.max(y);
                    run.text += words;
                    return;
                }
                Mark::Actual | Mark::Other => {}
            }
        }
        self.pages.loose.push(format!("on page {}: {words}", self.number + 1));
    }

    /// Something that is drawn here and is not text.
    fn draw(&mut self) {
        if !self.marks.iter().any(|mark| matches!(mark, Mark::Tagged(_) | Mark::Artifact(_))) {
            self.pages.loose.push(format!("on page {}: a drawing", self.number + 1));
        }
    }

    /// Reads the characters of a font.
    fn font(&mut self, name: &Name<'_>) -> String {
        let key = name.as_str().to_owned();
        if !self.fonts.contains_key(&key) {
            let font: Dict<'_> = self.resources.get(&**name).expect("a font");
            assert_eq!(super::name(&font, "Subtype").as_deref(), Some("Type0"), "codes of two bytes");
            let map: Stream<'_> = font.get("ToUnicode").expect("the characters of the font");
            self.fonts.insert(key.clone(), characters(&map.decoded().expect("a stream")));
        }
        key
    }
}

fn times(a: [f64; 6], b: [f64; 6]) -> [f64; 6] {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn numbers(operands: &[Object<'_>]) -> [f64; 6] {
    let numbers = operands.iter().cloned().filter_map(Object::into_number).map(|number| number.as_f64());
    numbers.collect::<Vec<_>>().try_into().expect("six numbers")
}

/// A /ToUnicode map. krilla writes single characters only (bfchar).
fn characters(map: &[u8]) -> HashMap<u16, String> {
    let map = std::str::from_utf8(map).expect("ASCII");
    assert!(!map.contains("beginbfrange"), "krilla wrote no ranges so far");
    let mut characters = HashMap::new();
    for part in map.split("beginbfchar").skip(1) {
        let part = part.split("endbfchar").next().unwrap_or_default();
        for line in part.lines().filter(|line| line.contains('<')) {
            let (code, text) = line.trim().split_once(' ').expect("a pair");
            let hex = |word: &str| -> Vec<u8> {
                let digits = word.trim_matches(['<', '>']);
                (0..digits.len())
                    .step_by(2)
                    .map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap())
                    .collect()
            };
            let code = hex(code);
            characters.insert(u16::from_be_bytes([code[0], code[1]]), utf16(&hex(text)));
        }
    }
    characters
}

/// UTF-16, the higher byte first.
pub fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
    String::from_utf16(&units).expect("UTF-16")
}
