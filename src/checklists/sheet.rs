//! Check sheets as spreadsheets: an existing one comes in as CSV or XLSX, a template leaves as one.
//!
//! [`read`] takes the bytes of a file and gives its tables, or the limit it breaks. [`guess`] says which column holds
//! what, [`convert()`] makes a template of the rows, or says row by row what is wrong. [`csv()`] and [`xlsx()`] write the
//! columns that [`guess`] knows, so that what left comes in again. All of it is pure.

mod convert;
mod mapping;
mod text;
mod workbook;
mod write;
#[cfg(test)]
mod tests;

pub use convert::{Converted, Defaults, Fault, RowError, convert};
pub use mapping::{Field, Mapping, guess, guess_below};
pub use write::{csv, xlsx};

use crate::base::said::Said;

/// The most columns of a table.
pub const COLUMNS: usize = 60;
/// The most characters of a cell.
pub const CELL: usize = 4_000;
/// The most files inside a workbook.
pub const PARTS: usize = 500;
/// The most bytes of text in all tables together: they travel with the form.
pub const TEXT: usize = 400 * 1024;
/// The most sheets of a workbook that are offered.
pub const SHEETS: usize = 10;
/// How many times its own size a workbook may unpack to.
const UNPACKED_TIMES: usize = 20;
const MIB: usize = 1024 * 1024;

/// What an installation lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in MiB.
    pub file_mb: usize,
    /// The most rows of a table.
    pub rows: usize,
}

impl Limits {
    /// The largest size of an unpacked workbook, in MiB.
    pub fn unpacked_mb(self) -> usize {
        self.file_mb * UNPACKED_TIMES
    }
}

/// Why a file cannot be read as a check sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than this installation takes.
    #[error("larger than {0} MiB")]
    TooLarge(usize),
    /// It is neither a table of text nor a workbook.
    #[error("not a spreadsheet")]
    NotASheet,
    /// A workbook of before 2007, or one with a password.
    #[error("an old or locked workbook")]
    OldOrLocked,
    /// A template file.
    #[error("a template file")]
    Template,
    /// A workbook that cannot be opened.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A workbook that would unpack to more than this.
    #[error("unpacks to more than {0} MiB")]
    Unpacks(usize),
    /// A workbook of too many files.
    #[error("more than {PARTS} parts")]
    TooManyParts,
    /// Too many rows.
    #[error("more than {0} rows")]
    TooManyRows(usize),
    /// Too many columns.
    #[error("more than {COLUMNS} columns")]
    TooManyColumns,
    /// A cell with too much text.
    #[error("row {0} has a cell of more than {CELL} characters")]
    LongCell(usize),
    /// Too much text in all.
    #[error("more than {} KiB of text", TEXT / 1024)]
    TooMuchText,
}

impl SheetError {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Empty => Said::new("sheet-empty"),
            Self::TooLarge(mb) => Said::new("sheet-too-large").with("most", *mb),
            Self::NotASheet => Said::new("sheet-not-a-sheet"),
            Self::OldOrLocked => Said::new("sheet-old-or-locked"),
            Self::Template => Said::new("sheet-template"),
            Self::Damaged(_) => Said::new("sheet-damaged"),
            Self::Unpacks(mb) => Said::new("sheet-unpacks").with("most", *mb),
            Self::TooManyParts => Said::new("sheet-too-many-parts").with("most", PARTS),
            Self::TooManyRows(rows) => Said::new("sheet-too-many-rows").with("most", *rows),
            Self::TooManyColumns => Said::new("sheet-too-many-columns").with("most", COLUMNS),
            Self::LongCell(row) => Said::new("sheet-long-cell").with("row", *row).with("most", CELL),
            Self::TooMuchText => Said::new("sheet-too-much-text").with("most", TEXT / 1024),
        }
    }
}

/// A table: rows of cells as text. The first row is row 1 of the sheet, empty ones are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The name of the sheet; of the file, for text.
    pub name: String,
    /// The rows, without the empty cells at their ends.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// What stands in a cell, counted from 0; nothing outside of the table.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows
            .get(row)
            .and_then(|cells| cells.get(column))
            .map_or("", String::as_str)
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The table as text that travels with a form; [`Table::carried`] reads it again.
    pub fn carry(&self) -> String {
        text::carry(self)
    }

    /// A table that travelled with a form.
    ///
    /// # Errors
    /// The limit it breaks: a form can be made by anybody.
    pub fn carried(name: &str, text: &str, limits: Limits) -> Result<Self, SheetError> {
        text::carried(name, text, limits)
    }

    fn size(&self) -> usize {
        self.rows.iter().flatten().map(|cell| cell.len() + 3).sum()
    }
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheets {
    /// The tables with something in them, in the order of the workbook.
    pub tables: Vec<Table>,
    /// The sheets that break a limit, each with it.
    pub left_out: Vec<(String, SheetError)>,
    /// Cells with a formula and no value, by their names: "C7".
    pub formulas: Vec<String>,
    /// Whether the text was in the old encoding of Windows.
    pub windows: bool,
}

/// Reads a file: a workbook, or text with commas, semicolons or tabs.
///
/// # Errors
/// Why it is no check sheet, or the limit it breaks.
pub fn read(bytes: &[u8], name: &str, limits: Limits) -> Result<Sheets, SheetError> {
    if bytes.len() > limits.file_mb * MIB {
        return Err(SheetError::TooLarge(limits.file_mb));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SheetError::Empty);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(SheetError::OldOrLocked);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if matches!(ending.as_deref(), Some("yaml" | "yml")) {
        return Err(SheetError::Template);
    }
    let sheets = if bytes.starts_with(b"PK") {
        workbook::read(bytes, limits)?
    } else {
        text::read(bytes, name, limits)?
    };
    sheets.checked()
}

impl Sheets {
    /// The tables that can be offered; the first limit that was broken when there is none.
    fn checked(mut self) -> Result<Self, SheetError> {
        self.tables.retain(|table| table.width() > 0);
        self.tables.truncate(SHEETS);
        if self.tables.is_empty() {
            return Err(self
                .left_out
                .into_iter()
                .next()
                .map_or(SheetError::Empty, |(_, why)| why));
        }
        // The tables travel with the form together.
        let mut room = TEXT;
        let mut kept = Vec::new();
        for table in self.tables {
            match room.checked_sub(table.size()) {
                Some(rest) => {
                    room = rest;
                    kept.push(table);
                }
                None => self.left_out.push((table.name, SheetError::TooMuchText)),
            }
        }
        if kept.is_empty() {
            return Err(SheetError::TooMuchText);
        }
        self.tables = kept;
        Ok(self)
    }
}

/// A cell as it is kept: line ends of Unix, no blanks around it, none of the characters that nobody can see.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen = |c: &char| !c.is_control() || *c == '\n';
    let text: String = text.replace('\t', " ").chars().filter(seen).collect();
    text.trim().to_owned()
}

/// A row being filled, within the limits.
struct Rows {
    rows: Vec<Vec<String>>,
    most: usize,
}

impl Rows {
    fn new(limits: Limits) -> Self {
        Self {
            rows: Vec::new(),
            most: limits.rows,
        }
    }

    /// Puts a text into a cell, counted from 0; an empty one needs no room.
    fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), SheetError> {
        let text = clean(text);
        if text.is_empty() {
            return Ok(());
        }
        if row >= self.most {
            return Err(SheetError::TooManyRows(self.most));
        }
        if column >= COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        if text.chars().count() > CELL {
            return Err(SheetError::LongCell(row + 1));
        }
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        if let Some(cells) = self.rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = text;
            }
        }
        Ok(())
    }

    fn table(self, name: &str) -> Table {
        Table {
            name: clean(name),
            rows: self.rows,
        }
    }
}
