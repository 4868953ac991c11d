//! A packet of a board as a tagged PDF (PDF/UA-1), set by Typst.
//!
//! What it says comes from outside, as JSON in the form that `packet.typ` reads, with its pictures as SVG; how it looks
//! is written in `packet.typ`. The same [`Packet`] gives the same bytes in the same version of the program: nothing is
//! asked of the clock, the machine's fonts or its files. Typst refuses what PDF/UA-1 forbids, so what comes back is
//! tagged, has its fonts inside, and names language and title.
//!
//! A crate of its own: Typst takes minutes to build, and a program without the feature `pdf` does without it.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::thread;
use typst::comemo;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// How a packet looks.
const LAYOUT: &str = include_str!("packet.typ");
/// The typefaces: one in three cuts, and one for letters that it lacks (Greek, Cyrillic, signs).
const FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/PublicSans-Regular.ttf"),
    include_bytes!("../fonts/PublicSans-Bold.ttf"),
    include_bytes!("../fonts/PublicSans-Italic.ttf"),
    include_bytes!("../fonts/DejaVuSans.ttf"),
];
/// What stands for a letter that no typeface here has.
const LOST: char = '□';
/// Typst goes deep into what is nested: more room than a thread of the server has.
const STACK: usize = 32 << 20;

/// What is made into a PDF.
#[derive(Debug, Clone)]
pub struct Packet {
    /// What it says, as JSON in the form that `packet.typ` reads.
    pub content: String,
    /// The pictures that the content names, each with its SVG.
    pub pictures: Vec<(String, String)>,
    /// Tells this document from every other: its hash becomes the identifier of the file.
    pub ident: String,
    /// When it was made.
    pub made: Moment,
}

/// A moment in UTC.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the parts of a moment")]
pub struct Moment {
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

/// Why no PDF came of a packet: for the log, never for readers.
#[derive(Debug, thiserror::Error)]
pub enum Mistake {
    /// Typst refused it; in its words.
    #[error("Typst made no PDF: {0}")]
    Refused(String),
    /// There is no such moment.
    #[error("no moment: {0:?}")]
    Moment(Moment),
    /// Typst stopped in the middle.
    #[error("Typst stopped in the middle of a packet")]
    Stopped,
    /// The system gave no thread.
    #[error("no thread: {0}")]
    Thread(#[from] std::io::Error),
}

/// Makes the PDF. Takes a core for a part of a second; call it where that blocks nobody.
///
/// # Errors
/// [`Mistake`]: the content has another form than `packet.typ` reads, or Typst has a fault of its own.
pub fn pdf(packet: Packet) -> Result<Vec<u8>, Mistake> {
    let work = thread::Builder::new().name("pdf".into()).stack_size(STACK);
    let work = work.spawn(move || set(&packet))?;
    work.join().unwrap_or(Err(Mistake::Stopped))
}

fn set(packet: &Packet) -> Result<Vec<u8>, Mistake> {
    let made = moment(packet.made)?;
    let desk = Desk::of(packet);
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(refused)?;
    let options = PdfOptions {
        ident: Smart::Custom(packet.ident.clone()),
        creator: Smart::Custom(Some("Plumbline".to_owned())),
        timestamp: Some(Timestamp::new_utc(made)),
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|no| Mistake::Refused(no.message().to_string()))?,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(refused);
    // what Typst remembers of this packet helps no other
    comemo::evict(0);
    pdf
}

fn moment(made: Moment) -> Result<Datetime, Mistake> {
    let Moment {
        year,
        month,
        day,
        hour,
        minute,
        second,
    } = made;
    Datetime::from_ymd_hms(year, month, day, hour, minute, second).ok_or(Mistake::Moment(made))
}

fn refused(mistakes: impl IntoIterator<Item = SourceDiagnostic>) -> Mistake {
    let said: Vec<String> = mistakes.into_iter().map(|one| one.message.to_string()).collect();
    Mistake::Refused(said.join("; "))
}

/// What all packets have in common.
struct Tools {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static TOOLS: LazyLock<Tools> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS
        .into_iter()
        .flat_map(|font| Font::iter(Bytes::new(font)))
        .collect();
    // row heads of tables are still an extra in Typst
    let features = [Feature::A11yExtras].into_iter().collect();
    Tools {
        library: LazyHash::new(Library::builder().with_features(features).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// What Typst may read for one packet: the layout, the content and the pictures; nothing of the machine.
struct Desk {
    layout: Source,
    files: HashMap<FileId, Bytes>,
}

impl Desk {
    fn of(packet: &Packet) -> Self {
        let (content, lost) = readable(&packet.content);
        let mut lost_any = lost;
        let mut files = HashMap::new();
        for (name, svg) in &packet.pictures {
            let (svg, lost) = readable(svg);
            lost_any |= lost;
            // words in a picture have the typeface of the words around it
            let svg = svg.replacen("<svg ", "<svg font-family=\"Public Sans\" ", 1);
            files.extend(file(&format!("{name}.svg")).map(|id| (id, Bytes::from_string(svg))));
        }
        files.extend(file("content.json").map(|id| (id, Bytes::from_string(content))));
        files.extend(file("lost.json").map(|id| (id, Bytes::from_string(lost_any.to_string()))));
        Self {
            layout: Source::new(*MAIN, LAYOUT.to_owned()),
            files,
        }
    }
}

#[expect(clippy::expect_used, reason = "a name without a path is a path")]
static MAIN: LazyLock<FileId> = LazyLock::new(|| file("packet.typ").expect("a plain name"));

fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &TOOLS.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &TOOLS.book
    }
    fn main(&self) -> FileId {
        self.layout.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() {
            return Ok(self.layout.clone());
        }
        Err(FileError::AccessDenied)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        TOOLS.fonts.get(index).cloned()
    }
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A text with only letters that a typeface here has, and whether some were lost: PDF/UA-1 forbids a letter without a
/// shape, and a single one would be the end of the document.
fn readable(text: &str) -> (String, bool) {
    let mut lost = false;
    let text = text
        .chars()
        .filter(|letter| !is_unseen(*letter))
        .map(|letter| {
            if letter.is_control() || has_shape(letter) {
                return letter;
            }
            lost = true;
            LOST
        })
        .collect();
    (text, lost)
}

fn has_shape(letter: char) -> bool {
    let is_private = matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    let has = |font: &Font| font.info().coverage.contains(u32::from(letter));
    !is_private && (letter.is_ascii() || TOOLS.fonts.iter().any(has))
}

/// Signs that only say how their neighbours are set.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests;
