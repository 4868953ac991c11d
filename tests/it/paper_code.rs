//! Reads the square code of a paper sheet as a camera does: from the drawing, not from what drew it.
//!
//! Just enough of the format (ISO/IEC 18004) for codes without a scratch: versions 2 to 6, whose blocks are of one length.

use crate::reading;

/// The text in the code that is drawn on a page.
pub fn read(html: &str) -> String {
    let path = reading::tags(html, "path")
        .iter()
        .filter_map(|tag| reading::attribute(tag, "d"))
        .find(|d| d.contains("v1h-"))
        .expect("a code is drawn on the page");
    text_of(&bits(&dark(&path)))
}

/// Which squares are dark: `M3 0h2v1h-2z` is two of them from the fourth on.
fn dark(path: &str) -> Vec<Vec<bool>> {
    let runs: Vec<(usize, usize, usize)> = path
        .split('M')
        .skip(1)
        .map(|run| {
            let (place, rest) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let length = rest.split_once('v').unwrap().0;
            (x.parse().unwrap(), y.parse().unwrap(), length.parse().unwrap())
        })
        .collect();
    let side = runs.iter().map(|(x, _, length)| x + length).max().unwrap();
    let mut dark = vec![vec![false; side]; side];
    for (x, y, length) in runs {
        dark[y][x..x + length].fill(true);
    }
    dark
}

/// Whether a square is one of those that help a camera, and holds no part of the text.
fn helps(side: usize, x: usize, y: usize) -> bool {
    let corner = |x: usize, y: usize| x < 9 && y < 9;
    let finder = corner(x, y) || (x >= side - 8 && y < 9) || (y >= side - 8 && x < 9);
    let alignment = x.abs_diff(side - 7) < 3 && y.abs_diff(side - 7) < 3;
    finder || alignment || x == 6 || y == 6
}

/// The bits of the text and of what repairs it, in their order, without the mask.
fn bits(dark: &[Vec<bool>]) -> Vec<bool> {
    let side = dark.len();
    // The mask is named beside the first corner, under a pattern of its own (101 for these three bits).
    let named = (2..5).fold(0, |mask, x| mask * 2 + usize::from(dark[8][x])) ^ 0b101;
    let masked = |x: usize, y: usize| match named {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (x / 3 + y / 2).is_multiple_of(2),
        5 => (x * y) % 2 + (x * y) % 3 == 0,
        6 => ((x * y) % 2 + (x * y) % 3).is_multiple_of(2),
        _ => ((x + y) % 2 + (x * y) % 3).is_multiple_of(2),
    };
    let mut bits = Vec::new();
    // Two columns at a time from the right, up and down in turn; the column of the timing pattern is stepped over.
    let columns = (0..side).rev().filter(|x| *x != 6).collect::<Vec<_>>();
    for (turn, pair) in columns.chunks(2).enumerate() {
        for step in 0..side {
            let y = if turn % 2 == 0 { side - 1 - step } else { step };
            for x in pair {
                if !helps(side, *x, y) {
                    bits.push(dark[y][*x] != masked(*x, y));
                }
            }
        }
    }
    bits
}

/// The text: its bytes lie in turn in as many blocks as the version has, at the level of repair our sheets use (M).
fn text_of(bits: &[bool]) -> String {
    let number = |bits: &[bool]| bits.iter().fold(0_usize, |number, bit| number * 2 + usize::from(*bit));
    let words: Vec<usize> = bits.chunks_exact(8).map(number).collect();
    let (blocks, length) = match words.len() {
        44 => (1, 28),
        70 => (1, 44),
        100 => (2, 32),
        134 => (2, 43),
        172 => (4, 27),
        other => panic!("a code of {other} words"),
    };
    let block = |own: usize| (0..length).map(move |n| n * blocks + own);
    let ordered: Vec<usize> = (0..blocks).flat_map(block).map(|n| words[n]).collect();
    let all: Vec<bool> = ordered
        .iter()
        .flat_map(|word| (0..8).rev().map(move |bit| word >> bit & 1 == 1))
        .collect();
    assert_eq!(number(&all[..4]), 0b0100, "a text of bytes");
    let count = number(&all[4..12]);
    let bytes = all[12..]
        .chunks_exact(8)
        .take(count)
        .map(|byte| u8::try_from(number(byte)).unwrap());
    String::from_utf8(bytes.collect()).unwrap()
}
