//! Tables that leave as files: CSV that every spreadsheet opens, and workbooks whose cells keep their types.

use crate::base::csv as table;
use crate::base::said::Said;
use crate::base::zone::LocalTime;
use crate::platform::error::{AppError, AppResult};
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

/// The most rows of a file.
pub const MOST_ROWS: usize = 10_000;
/// The most characters of a cell of a workbook.
const LONGEST_CELL: usize = 32_000;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words; never a formula.
    Text(String),
    /// A number.
    Number(i32),
    /// A number of tenths, written as a decimal.
    Tenths(i64),
    /// A date.
    Day(NaiveDate),
    /// A moment on the clock of its place.
    Moment(LocalTime),
    /// Nothing.
    Empty,
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}
impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Number(number)
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(i32::try_from(number).unwrap_or(i32::MAX))
    }
}
impl From<NaiveDate> for Cell {
    fn from(date: NaiveDate) -> Self {
        Self::Day(date)
    }
}
impl From<LocalTime> for Cell {
    fn from(moment: LocalTime) -> Self {
        Self::Moment(moment)
    }
}

crate::text_enum! {
    /// What kind of file a table leaves as.
    pub enum Ending {
        /// Text that every spreadsheet opens.
        Csv = "csv",
        /// A workbook of Excel.
        Xlsx = "xlsx",
    }
}

/// The rows of a file, which [`crate::platform::web::pager::Ask::whole`] asked for.
///
/// # Errors
/// Refused when there are more than [`MOST_ROWS`].
pub fn all<T>(rows: Vec<T>) -> AppResult<Vec<T>> {
    if rows.len() > MOST_ROWS {
        return Err(AppError::Refused(Said::new("file-many").with("most", MOST_ROWS)));
    }
    Ok(rows)
}

/// A table as a file to be kept: its name without the ending, headings, rows.
///
/// # Errors
/// Only when memory cannot be written.
pub async fn download(ending: Ending, name: &str, head: Vec<String>, rows: Vec<Vec<Cell>>) -> AppResult<HttpResponse> {
    let made = web::block(move || match ending {
        Ending::Csv => csv(&head, &rows).map_err(AppError::broken),
        Ending::Xlsx => xlsx(&head, &rows).map_err(AppError::broken),
    });
    let bytes = made.await.map_err(AppError::broken)??;
    let kind = match ending {
        Ending::Csv => "text/csv; charset=utf-8",
        Ending::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(format!("{name}.{ending}"))],
        })
        .body(bytes))
}

fn csv(head: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, ::csv::Error> {
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(text).collect()).collect();
    table::file(&head, rows.iter().map(|row| row.iter().map(String::as_str)))
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Tenths(tenths) => format!("{:.1}", decimal(*tenths)),
        Cell::Day(date) => date.to_string(),
        Cell::Moment(at) => format!("{} {:02}:{:02}", at.date, at.minute / 60, at.minute % 60),
        Cell::Empty => String::new(),
    }
}

fn xlsx(head: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let words = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    let plain = Format::new().set_align(FormatAlign::Top);
    let tenths = Format::new().set_align(FormatAlign::Top).set_num_format("0.0");
    let day = Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd");
    let moment = Format::new()
        .set_align(FormatAlign::Top)
        .set_num_format("yyyy-mm-dd hh:mm");
    for (column, name) in (0..).zip(head) {
        sheet.set_column_width(column, 18.0)?;
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Text(text) => {
                    let text: String = text.chars().take(LONGEST_CELL).collect();
                    sheet.write_string_with_format(line, column, text, &words)?;
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(line, column, *number, &plain)?;
                }
                Cell::Tenths(number) => {
                    sheet.write_number_with_format(line, column, decimal(*number), &tenths)?;
                }
                Cell::Day(date) => match excel(*date, 0) {
                    Some(date) => sheet.write_datetime_with_format(line, column, date, &day).map(drop)?,
                    None => sheet
                        .write_string_with_format(line, column, text(cell), &words)
                        .map(drop)?,
                },
                Cell::Moment(at) => match excel(at.date, at.minute) {
                    Some(at) => sheet.write_datetime_with_format(line, column, at, &moment).map(drop)?,
                    None => sheet
                        .write_string_with_format(line, column, text(cell), &words)
                        .map(drop)?,
                },
                Cell::Empty => {}
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

#[expect(clippy::cast_precision_loss, reason = "tenths of a percent are small")]
fn decimal(tenths: i64) -> f64 {
    tenths as f64 / 10.0
}

/// A moment as workbooks hold it; `None` before 1900, where their calendar begins.
fn excel(date: NaiveDate, minute: i32) -> Option<ExcelDateTime> {
    let part = |n: u32| u8::try_from(n).unwrap_or_default();
    let of_day = u32::try_from(minute).unwrap_or_default();
    let year = u16::try_from(date.year()).unwrap_or_default();
    let day = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day())).ok()?;
    day.and_hms(u16::from(part(of_day / 60)), part(of_day % 60), 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Instant;
    use crate::base::zone::Zone;
    use calamine::{Data, Reader, Xlsx};

    fn rows() -> Vec<Vec<Cell>> {
        let date: NaiveDate = "2026-06-09".parse().unwrap();
        vec![vec![
            "=1+1".to_owned().into(),
            Cell::Number(2),
            date.into(),
            Zone::utc()
                .local(Instant::new("2026-06-09T09:05:00Z".parse().unwrap()))
                .into(),
            Cell::from(None::<String>),
            Cell::Tenths(964),
        ]]
    }

    fn head() -> Vec<String> {
        ["A", "B", "C", "D", "E", "F"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_text_file_holds_no_formula() {
        let file = String::from_utf8(csv(&head(), &rows()).unwrap()).unwrap();
        assert_eq!(
            file,
            "\u{feff}A,B,C,D,E,F\r\n'=1+1,2,2026-06-09,2026-06-09 09:05,,96.4\r\n"
        );
    }

    #[test]
    fn a_day_before_workbooks_have_days_is_text() {
        let date: NaiveDate = "1899-12-25".parse().unwrap();
        let bytes = xlsx(&["Day".to_owned()], &[vec![date.into()]]).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(sheet.get((1, 0)), Some(&Data::String("1899-12-25".into())));
    }

    #[test]
    fn the_cells_of_a_workbook_keep_their_types() {
        let bytes = xlsx(&head(), &rows()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(sheet.get((1, 0)), Some(&Data::String("=1+1".into())));
        assert_eq!(sheet.get((1, 1)), Some(&Data::Float(2.0)));
        assert_eq!(sheet.get((1, 5)), Some(&Data::Float(96.4)));
        let day = |column| {
            sheet.get((1, column)).and_then(|cell| match cell {
                Data::DateTime(at) => Some(at.as_f64()),
                _ => None,
            })
        };
        // days since the end of 1899
        assert_eq!(day(2), Some(46182.0));
        assert_eq!(day(3), Some(46182.0 + 545.0 / 1440.0));
    }
}
