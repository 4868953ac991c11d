//! Workbooks: XLSX, a zip of XML. Sizes are counted before anything else looks at it.

use super::{Limits, MIB, PARTS, Rows, SheetError, Sheets};
use calamine::{Data, DataRef, Reader, SheetType, Xlsx};
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most formulas without a value that are named.
const NAMED: usize = 20;

pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Sheets, SheetError> {
    let mut sheets = Sheets {
        formulas: check_parts(bytes, limits)?,
        ..Sheets::default()
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in names {
        match rows(&mut book, &name, limits) {
            Ok(rows) => sheets.tables.push(rows.table(&name)),
            Err(why) => sheets.left_out.push((super::clean(&name), why)),
        }
    }
    Ok(sheets)
}

fn damaged(error: impl std::fmt::Display) -> SheetError {
    SheetError::Damaged(error.to_string())
}

/// Counts what the workbook really unpacks to, whatever it says of itself, and names formulas without a value.
fn check_parts(bytes: &[u8], limits: Limits) -> Result<Vec<String>, SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > PARTS {
        return Err(SheetError::TooManyParts);
    }
    let too_much = SheetError::Unpacks(limits.unpacked_mb());
    let mut room = limits.unpacked_mb() * MIB;
    let mut formulas = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        if part.size() > room as u64 {
            return Err(too_much);
        }
        let mut content = Vec::new();
        part.take(room as u64 + 1).read_to_end(&mut content).map_err(damaged)?;
        room = room.checked_sub(content.len()).ok_or(too_much.clone())?;
        if content.trim_ascii_start().starts_with(b"<") {
            let cells = Cells::of(&content);
            if let Some(reference) = cells.wrong {
                return Err(damaged(reference));
            }
            formulas.extend(cells.formulas.into_iter().take(NAMED - formulas.len()));
        }
    }
    Ok(formulas)
}

/// What has to be known of the cells of a sheet before it is read.
#[derive(Default)]
struct Cells {
    /// Those with a formula and no value: the program that wrote them never computed it.
    formulas: Vec<String>,
    /// A name of a cell or row that no sheet has room for.
    wrong: Option<String>,
}

impl Cells {
    fn of(sheet: &[u8]) -> Self {
        let mut reader = quick_xml::Reader::from_reader(sheet);
        let (mut buffer, mut cells) = (Vec::new(), Self::default());
        let (mut cell, mut formula, mut value, mut inside) = (String::new(), false, false, false);
        while let Ok(event) = reader.read_event_into(&mut buffer) {
            match event {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "dimension" => cells.check(&attribute(&tag, "ref")),
                    "row" => cells.check(&attribute(&tag, "r")),
                    "c" => {
                        cell = attribute(&tag, "r");
                        cells.check(&cell);
                        (formula, value) = (false, false);
                    }
                    "f" => formula = true,
                    "v" => inside = true,
                    _ => {}
                },
                Event::Text(text) if inside => value |= !text.trim().is_empty(),
                Event::End(tag) => match tag.local_name().as_ref() {
                    "v" => inside = false,
                    "c" if formula && !value && cells.formulas.len() < NAMED => {
                        cells.formulas.push(super::clean(&cell));
                    }
                    _ => {}
                },
                _ => {}
            }
            buffer.clear();
        }
        cells
    }

    /// Checks the name of a cell, a row, or a range of them: the reader computes with it unchecked.
    fn check(&mut self, reference: &str) {
        let corners: Option<Vec<(u32, u32)>> = reference.split(':').map(corner).collect();
        let fits = match corners.as_deref() {
            Some([_]) => true,
            Some([start, end]) => start.0 <= end.0 && start.1 <= end.1,
            _ => false,
        };
        if !fits && !reference.is_empty() {
            self.wrong.get_or_insert_with(|| reference.to_owned());
        }
    }
}

/// Row and column of a name such as `C7`; a name of a row alone has column 0.
fn corner(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = name.split_at_checked(digits)?;
    if letters.len() > 3 || number.len() > 7 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let place = |byte: u8| u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, |column, byte| column * 26 + place(byte));
    let row = number.parse().ok().filter(|row| *row > 0)?;
    Some((row, column))
}

fn attribute(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> String {
    let found = tag.try_get_attribute(name).ok().flatten();
    found.map(|found| found.value.clone().into_owned()).unwrap_or_default()
}

/// Reads a sheet cell by cell: a cell far away would make a table of the whole of it as large as its distance.
fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, limits: Limits) -> Result<Rows, SheetError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
    let mut rows = Rows::new(limits);
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        rows.put(row as usize, column as usize, &shown(cell.get_value()))?;
    }
    Ok(rows)
}

/// A value as people see it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) => text.clone(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            match (hour, minute) {
                (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        other => Data::from(other.clone()).to_string(),
    }
}
