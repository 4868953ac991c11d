//! Workbooks: XLSX, a zip of XML. Sizes are counted before anything else looks at it.

use super::{Limits, MIB, PARTS, Rows, SheetError, Sheets};
use calamine::{Data, DataRef, Reader, SheetType, Xlsx};
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most formulas without a value that are named.
const NAMED: usize = 20;
/// The most bytes of one tag.
const LONGEST_TAG: usize = 64 * 1024;

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
        let name = part.name().map_err(damaged)?;
        let is_sheet = name.starts_with("xl/worksheets/") && name.ends_with(".xml");
        let mut content = Vec::new();
        let mut part = part.take(room as u64 + 1);
        if is_sheet {
            part.read_to_end(&mut content).map_err(damaged)?;
            room = room.checked_sub(content.len()).ok_or(too_much.clone())?;
            formulas.extend(
                formulas_without_value(&content)
                    .into_iter()
                    .take(NAMED - formulas.len()),
            );
        } else {
            let read = std::io::copy(&mut part, &mut std::io::sink()).map_err(damaged)?;
            room = usize::try_from(read)
                .ok()
                .and_then(|read| room.checked_sub(read))
                .ok_or(too_much.clone())?;
        }
    }
    Ok(formulas)
}

/// The cells of a sheet with a formula and no value: the program that wrote them never computed it.
fn formulas_without_value(sheet: &[u8]) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_reader(sheet);
    let (mut buffer, mut found) = (Vec::new(), Vec::new());
    let (mut cell, mut formula, mut value, mut inside) = (String::new(), false, false, false);
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) if tag.len() < LONGEST_TAG => match tag.local_name().as_ref() {
                "c" => {
                    let at = tag.try_get_attribute("r").ok().flatten();
                    cell = at.map(|at| at.value.clone().into_owned()).unwrap_or_default();
                    (formula, value) = (false, false);
                }
                "f" => formula = true,
                "v" => inside = true,
                _ => {}
            },
            Event::Text(text) if inside => value |= !text.trim().is_empty(),
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" => inside = false,
                "c" if formula && !value && found.len() < NAMED => found.push(super::clean(&cell)),
                _ => {}
            },
            _ => {}
        }
        buffer.clear();
    }
    found
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
