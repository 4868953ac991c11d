//! Pictures of figures as SVG, made on the server: the same string for a page, for paper and for a document.
//!
//! Presentation attributes only, so no style is needed and the strictest policy lets them through. Status is a shape
//! and a lightness beside a colour: they are read in grey and by people who see colours otherwise. Each picture has a
//! title and a description inside, and a [`Table`] that says the same in numbers; a page shows both. Every word comes
//! from outside, in the reader's language.

mod bars;
pub mod control;
pub mod heat;
pub mod interval;
pub mod pareto;
mod svg;
#[cfg(test)]
mod tests;

pub use svg::without_edges;

use serde::Serialize;

/// The width of a picture on a desk and on paper, in pixels.
pub const WIDE: f64 = 820.0;
/// On a phone.
pub const NARROW: f64 = 330.0;

/// What a picture is called.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Unlike that of every other picture of the page; letters, digits and hyphens.
    pub id: &'a str,
    /// What it shows, in a few words.
    pub title: &'a str,
    /// What is to be seen in it, in a sentence or two.
    pub description: &'a str,
}

/// Words for a fraction from 0 to 1, such as "12.5 %".
pub type Percent<'a> = &'a dyn Fn(f64) -> String;

/// The numbers of a picture, for those who cannot see it or want to know exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its rows; the first cell of each is its head.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where what it counts is listed.
    pub href: Option<String>,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, href: None }
    }
}

/// A picture in both widths, and its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// SVG for a desk and for paper.
    pub wide: String,
    /// SVG for a phone.
    pub narrow: String,
    /// The numbers.
    pub table: Table,
}
