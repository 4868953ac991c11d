//! Tables as files that every spreadsheet opens: UTF-8 with its mark, a comma between cells, and no cell that a
//! spreadsheet would run as a formula.

use std::borrow::Cow;

/// The mark by which spreadsheets know that a file is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A cell as it may be written: one that begins like a formula gets an apostrophe before it, so that it is read as text.
/// A number below zero is none.
pub fn cell(text: &str) -> Cow<'_, str> {
    let is_number =
        || text.parse::<f64>().is_ok() && text.bytes().all(|byte| matches!(byte, b'-' | b'.' | b'0'..=b'9'));
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number() {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// Rows of a file that has begun.
///
/// # Errors
/// Only when a row has more or fewer cells than the first.
pub fn rows<'a, R>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, csv::Error>
where
    R: IntoIterator<Item = &'a str>,
{
    written(
        Vec::new(),
        rows.into_iter().map(|row| row.into_iter().map(cell).collect()),
    )
}

/// A table as a file: the head first, then the rows.
///
/// # Errors
/// Only when a row has more or fewer cells than the head.
pub fn file<'a, R>(head: &[&'a str], rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, csv::Error>
where
    R: IntoIterator<Item = &'a str>,
{
    let head = std::iter::once(head.iter().copied().map(cell).collect());
    let rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect());
    written(MARK.to_vec(), head.chain(rows))
}

fn written<'a>(begun: Vec<u8>, rows: impl Iterator<Item = Vec<Cow<'a, str>>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(begun);
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for formula in [
            "=1+1", "+1", "-1+1", "-a1", "-", "-1e5", "-inf", "@SUM(A1)", "\t=1", "\r=1",
        ] {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        for text in ["", "G1", "1 = 1", "'quoted", " a", "-18", "-0.5"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn a_table_is_read_back_as_it_was() {
        let rows = [["Señal, \"uno\"", "two\nlines"], ["=HYPERLINK(\"x\")", ""]];
        let file = file(&["Question", "Clause"], rows).unwrap();
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "\u{feff}Question,Clause\r\n\"Señal, \"\"uno\"\"\",\"two\nlines\"\r\n\"'=HYPERLINK(\"\"x\"\")\",\r\n"
        );
    }

    #[test]
    fn rows_go_on_without_a_head() {
        assert_eq!(rows([["=1", "a"], ["b", ""]]).unwrap(), b"'=1,a\r\nb,\r\n");
    }

    #[test]
    fn a_row_has_as_many_cells_as_the_head() {
        assert!(file(&["One", "Two"], [["1"]]).is_err());
    }
}
