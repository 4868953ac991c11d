//! Tables of text: UTF-8, UTF-16 or the old encoding of Windows; commas, semicolons or tabs between the cells.

use super::{Limits, Rows, SheetError, Sheets, Table};
use encoding_rs::{Encoding, WINDOWS_1252};

/// What may stand between two cells.
const BETWEEN: &[u8] = b",;\t|";
/// How many rows are looked at to find out what stands between the cells.
const LOOKED_AT: usize = 50;

pub(super) fn read(bytes: &[u8], name: &str, limits: Limits) -> Result<Sheets, SheetError> {
    let (text, windows) = decode(bytes)?;
    let (text, between) = match named_separator(&text) {
        Some((rest, between)) => (rest, between),
        None => (text.as_str(), separator(&text)),
    };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let table = rows(text, between, limits, without_apostrophe)?.table(stem);
    Ok(Sheets {
        tables: vec![table],
        windows,
        ..Sheets::default()
    })
}

/// The text of the bytes, and whether it was in the old encoding of Windows.
fn decode(bytes: &[u8]) -> Result<(String, bool), SheetError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, wrong) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return match wrong {
            true => Err(SheetError::NotASheet),
            false => Ok((text.into_owned(), false)),
        };
    }
    // A file of pictures or a document has bytes that no text has.
    if bytes.contains(&0) {
        return Err(SheetError::NotASheet);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), false)),
        Err(_) => Ok((WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), true)),
    }
}

/// What Excel's first line "sep=;" names, and the text after it.
fn named_separator(text: &str) -> Option<(&str, u8)> {
    let rest = text.strip_prefix("sep=")?;
    let between = *rest.as_bytes().first().filter(|byte| BETWEEN.contains(byte))?;
    let (line, rest) = rest.split_once('\n')?;
    (line.trim_end().len() == 1).then_some((rest, between))
}

/// What stands between the cells: that which divides most rows into the same number of cells.
fn separator(text: &str) -> u8 {
    let score = |between: &u8| {
        let mut widths = std::collections::BTreeMap::<usize, usize>::new();
        for record in reader(text, *between).records().take(LOOKED_AT).flatten() {
            if record.len() > 1 {
                *widths.entry(record.len()).or_default() += 1;
            }
        }
        widths
            .into_iter()
            .map(|(width, times)| (width - 1) * times)
            .max()
            .unwrap_or(0)
    };
    // The first of several equals: max_by_key would take the last.
    BETWEEN.iter().rev().copied().max_by_key(score).unwrap_or(b',')
}

fn reader(text: &str, between: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between)
        .from_reader(text.as_bytes())
}

fn rows(text: &str, between: u8, limits: Limits, seen: fn(&str) -> &str) -> Result<Rows, SheetError> {
    let mut rows = Rows::new(limits);
    let mut row = 0;
    for record in reader(text, between).records() {
        let record = record.map_err(|_| SheetError::NotASheet)?;
        // The reader steps over empty lines before a record, but people count them.
        let start = record
            .position()
            .and_then(|position| usize::try_from(position.byte()).ok());
        let before = start.and_then(|start| text.get(start..)).unwrap_or_default();
        let empty = before.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        row += empty.filter(|byte| *byte == b'\n').count();
        for (column, cell) in record.iter().enumerate() {
            rows.put(row, column, seen(cell))?;
        }
        row += 1;
    }
    Ok(rows)
}

/// A cell without the apostrophe that keeps spreadsheets from running it as a formula.
fn without_apostrophe(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

pub(super) fn carry(table: &Table) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in &table.rows {
        let empty = [String::new()];
        let cells = if row.is_empty() { &empty[..] } else { row };
        // Writing into memory fails for no row of ours.
        _ = writer.write_record(cells);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

pub(super) fn carried(name: &str, text: &str, limits: Limits) -> Result<Table, SheetError> {
    if text.len() > super::TEXT * 2 {
        return Err(SheetError::TooMuchText);
    }
    let table = rows(text, b',', limits, |cell| cell)?.table(name);
    match table.size() > super::TEXT {
        true => Err(SheetError::TooMuchText),
        false => Ok(table),
    }
}
