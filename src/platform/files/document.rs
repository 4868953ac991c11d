//! What comes as a document is known by its content, whatever its name says: PDF, pictures, Word and Excel files
//! without macros, and plain text.

use crate::base::clock::Instant;
use crate::base::said::Said;
use crate::base::zone::Zone;
use crate::refusals;
use std::io::Cursor;
use zip::ZipArchive;

/// The most parts of an Office file that are looked through.
const MOST_PARTS: usize = 10_000;

/// A file as it was sent, from a place with this clock.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// The name on the device.
    pub name: String,
    /// The content.
    pub bytes: actix_web::web::Bytes,
    /// The zone in which a camera's clock is read that has none.
    pub zone: Zone,
    /// The present moment.
    pub now: Instant,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A PDF.
    Pdf,
    /// A picture of a kind that is taken as a photo.
    Picture,
    /// A Word file.
    Word,
    /// An Excel file.
    Excel,
    /// Plain text.
    Text,
}

impl Kind {
    /// The media type under which it leaves.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Picture => "image/jpeg",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// How names of such files end; the first is given to one that ends otherwise.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &[".pdf"],
            Self::Picture => &[".jpg", ".jpeg"],
            Self::Word => &[".docx"],
            Self::Excel => &[".xlsx"],
            Self::Text => &[".txt", ".csv", ".md", ".log"],
        }
    }

    /// The name under which it is kept: it ends as what it is.
    pub fn named(self, name: &str) -> String {
        let small = name.to_lowercase();
        let fits = self.endings().iter().any(|ending| small.ends_with(ending));
        match self.endings().first().filter(|_| !fits) {
            Some(ending) => format!("{name}{ending}"),
            None => name.to_owned(),
        }
    }
}

/// Why something is not taken as a document; each with the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADocument {
    /// There is nothing in it.
    #[error("empty")]
    Empty(String),
    /// It is something else.
    #[error("no document of a kind that is taken")]
    Kind(String),
    /// It holds programs.
    #[error("it holds macros")]
    Macros(String),
    /// It is larger than an installation takes.
    #[error("too large")]
    TooLarge(String, usize),
}

impl NotADocument {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Empty(name) => Said::new("document-empty").with("name", name.as_str()),
            Self::Kind(name) => Said::new("file-not-a-document").with("name", name.as_str()),
            Self::Macros(name) => Said::new("file-with-macros").with("name", name.as_str()),
            Self::TooLarge(name, megabytes) => Said::new("error-file-too-large")
                .with("name", name.as_str())
                .with("megabytes", *megabytes),
        }
    }
}
refusals!(NotADocument);

/// What a file is, told from its content; at most so many megabytes of it.
///
/// # Errors
/// [`NotADocument`] says why it is not taken.
pub fn kind(name: &str, bytes: &[u8], megabytes: usize) -> Result<Kind, NotADocument> {
    if bytes.len() > megabytes * 1024 * 1024 {
        return Err(NotADocument::TooLarge(name.into(), megabytes));
    }
    match bytes {
        [] => Err(NotADocument::Empty(name.into())),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Kind::Pdf),
        [0xff, 0xd8, 0xff, ..] | [0x89, b'P', b'N', b'G', ..] | [b'R', b'I', b'F', b'F', ..] => Ok(Kind::Picture),
        [b'P', b'K', 3, 4, ..] => office(name, bytes),
        _ if is_text(bytes) => Ok(Kind::Text),
        _ => Err(NotADocument::Kind(name.into())),
    }
}

/// A Word or Excel file is a zip whose parts have known names; one with macros has a part for them.
fn office(name: &str, bytes: &[u8]) -> Result<Kind, NotADocument> {
    let no = || NotADocument::Kind(name.into());
    let packed = ZipArchive::new(Cursor::new(bytes)).map_err(|_| no())?;
    if packed.len() > MOST_PARTS {
        return Err(no());
    }
    let parts: Vec<String> = packed
        .file_names()
        .filter_map(|part| Some(part.ok()?.into_owned()))
        .collect();
    if parts.iter().any(|part| part.to_lowercase().ends_with("vbaproject.bin")) {
        return Err(NotADocument::Macros(name.into()));
    }
    let has = |wanted: &str| parts.iter().any(|part| part == wanted);
    if !has("[Content_Types].xml") {
        return Err(no());
    }
    match (has("word/document.xml"), has("xl/workbook.xml")) {
        (true, false) => Ok(Kind::Word),
        (false, true) => Ok(Kind::Excel),
        _ => Err(no()),
    }
}

/// Text that people wrote: UTF-8 without control characters, and nothing that a browser would take for a page.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let is_shown = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    text.chars().all(is_shown) && !text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(parts: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for part in parts {
            zip.start_file(*part, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(b"<x/>").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_document_is_known_by_its_content() {
        let types = "[Content_Types].xml";
        let look = |bytes: &[u8]| kind("a", bytes, 1);
        let no = || Err(NotADocument::Kind("a".into()));
        assert_eq!(look(b"%PDF-1.7"), Ok(Kind::Pdf));
        assert_eq!(look(b"\xff\xd8\xff\xe0"), Ok(Kind::Picture));
        assert_eq!(look("Señal,1\r\n".as_bytes()), Ok(Kind::Text));
        assert_eq!(look(&packed(&[types, "word/document.xml"])), Ok(Kind::Word));
        assert_eq!(look(&packed(&[types, "xl/workbook.xml"])), Ok(Kind::Excel));
        assert_eq!(
            look(&packed(&[types, "xl/workbook.xml", "xl/vbaProject.bin"])),
            Err(NotADocument::Macros("a".into()))
        );
        assert_eq!(look(&packed(&["a.exe"])), no());
        assert_eq!(look(b"PK\x03\x04broken"), no());
        assert_eq!(look(b"MZ\x90\0"), no());
        assert_eq!(look(b"\xd0\xcf\x11\xe0 an old Word file"), no());
        assert_eq!(look(b" <html><script>"), no());
        assert_eq!(look(b""), Err(NotADocument::Empty("a".into())));
        let large = vec![b'a'; 1024 * 1024 + 1];
        assert_eq!(look(&large), Err(NotADocument::TooLarge("a".into(), 1)));
    }

    #[test]
    fn a_name_ends_as_what_it_is() {
        assert_eq!(Kind::Pdf.named("Plan.PDF"), "Plan.PDF");
        assert_eq!(Kind::Picture.named("Desk.png"), "Desk.png.jpg");
        assert_eq!(Kind::Text.named("notes"), "notes.txt");
    }
}
