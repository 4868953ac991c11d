//! Makes `cargo build` the only command a build needs: the style sheet, the scripts and the icons of `web/`
//! become hashed files inside the binary.
//!
//! `npm ci` (only when the lock file changed), then `web/build.mjs` (Sass and esbuild), then brotli and gzip,
//! then a table in `OUT_DIR/assets.rs` that `src/platform/web/assets.rs` includes. A packager without Node sets
//! `WEB_DIST` to a folder that `node build.mjs <folder>` made elsewhere; with it no program is started here.

use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, exit},
};

/// What the assets are made from. Anything else in `web/` (tests, read-me files) does not rebuild them.
const SOURCES: [&str; 7] = [
    "package.json",
    "package-lock.json",
    ".npmrc",
    "build.mjs",
    "scss",
    "js",
    "img",
];

/// Files that are compressed already; squeezing them again makes them larger.
const PACKED: [&str; 3] = ["woff2", "png", "jpg"];

/// Below this a compressed answer saves nothing: headers and body share one packet anyway.
const WORTH_PACKING: usize = 256;

fn main() {
    let root = PathBuf::from(required_env("CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(required_env("OUT_DIR"));
    let web = root.join("web");

    for source in SOURCES {
        println!("cargo::rerun-if-changed=web/{source}");
    }
    println!("cargo::rerun-if-env-changed=WEB_DIST");
    // `embed_migrations!` does not notice a new folder by itself.
    println!("cargo::rerun-if-changed=migrations");

    let dist = match env::var_os("WEB_DIST") {
        Some(folder) => root.join(folder),
        None => build_with_node(&web, &out.join("web")),
    };
    let table = table(&dist, &out.join("packed"));
    write(&out.join("assets.rs"), table.as_bytes());
}

/// Runs the two Node steps and returns the folder with the finished files.
fn build_with_node(web: &Path, dist: &Path) -> PathBuf {
    // The stamp lies inside node_modules, so deleting that folder is enough to start afresh.
    let lock = read(&web.join("package-lock.json"));
    let stamp = web.join("node_modules/.installed-from");
    if fs::read(&stamp).ok().as_ref() != Some(&lock) {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        run(
            web,
            npm,
            &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        );
        write(&stamp, &lock);
    }
    if dist.exists() {
        // Old hashed files would otherwise pile up.
        if let Err(cause) = fs::remove_dir_all(dist) {
            fail(&format!("cannot empty {}: {cause}", dist.display()));
        }
    }
    run(web, "node", &[OsStr::new("build.mjs"), dist.as_os_str()]);
    dist.to_owned()
}

/// Reads `manifest.json` (name -> hashed file), packs each file and returns the Rust source of the table.
fn table(dist: &Path, packed: &Path) -> String {
    let path = dist.join("manifest.json");
    let manifest: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&read(&path)).unwrap_or_else(|cause| {
            fail(&format!(
                "{} is not a table of names and files: {cause}",
                path.display()
            ))
        });
    if let Err(cause) = fs::create_dir_all(packed) {
        fail(&format!("cannot make {}: {cause}", packed.display()));
    }

    let mut source = String::from("static ASSETS: &[Asset] = &[\n");
    for (name, file) in &manifest {
        let Some(file) = file.as_str() else {
            fail(&format!("{} names no file for {name}", path.display()));
        };
        let from = dist.join(file);
        let data = read(&from);
        let (mut brotli, mut gzip) = (String::from("None"), String::from("None"));
        let extension = Path::new(file).extension().and_then(OsStr::to_str).unwrap_or_default();
        if data.len() >= WORTH_PACKING && !PACKED.contains(&extension) {
            brotli = include(&packed.join(format!("{file}.br")), &pack_brotli(&data));
            gzip = include(&packed.join(format!("{file}.gz")), &pack_gzip(&data));
        }
        // Writing to a String cannot fail.
        let _ = writeln!(
            source,
            "    Asset {{ name: {name:?}, file: {file:?}, mime: {:?}, plain: include_bytes!({from:?}), brotli: {brotli}, gzip: {gzip} }},",
            mime(extension),
        );
    }
    source.push_str("];\n");
    source
}

fn include(path: &Path, data: &[u8]) -> String {
    write(path, data);
    format!("Some(include_bytes!({path:?}))")
}

fn mime(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webmanifest" => "application/manifest+json",
        other => fail(&format!(
            "web/ made a .{other} file; say in build.rs what type it is served as"
        )),
    }
}

fn pack_brotli(data: &[u8]) -> Vec<u8> {
    // The last few per cent are worth their seconds only in what is shipped.
    let quality = if required_env("PROFILE") == "release" { 11 } else { 9 };
    let mut packed = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, 22);
        if let Err(cause) = writer.write_all(data) {
            fail(&format!("brotli: {cause}"));
        }
    }
    packed
}

fn pack_gzip(data: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    match writer.write_all(data).and_then(|()| writer.finish()) {
        Ok(packed) => packed,
        Err(cause) => fail(&format!("gzip: {cause}")),
    }
}

/// Runs a program to its end; on failure everything it printed is shown, because that is where the reason is.
fn run<A: AsRef<OsStr>>(folder: &Path, program: &str, arguments: &[A]) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    match command.output() {
        Ok(done) if done.status.success() => {}
        Ok(done) => fail(&format!(
            "{command:?} failed in {}:\n{}{}",
            folder.display(),
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr),
        )),
        Err(cause) => fail(&format!(
            "cannot start `{program}`: {cause}.\n\
             The pages' style sheet and scripts are built with Node 20 or newer and npm. Install them, or set \
             WEB_DIST to a folder that `node build.mjs <folder>` made in web/ on another machine.",
        )),
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|cause| fail(&format!("cannot read {}: {cause}", path.display())))
}

fn write(path: &Path, data: &[u8]) {
    if let Err(cause) = fs::write(path, data) {
        fail(&format!("cannot write {}: {cause}", path.display()));
    }
}

fn required_env(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| fail(&format!("{name} is not set; this file is run by cargo")))
}

/// Ends the build with one sentence a person can act on.
#[expect(clippy::print_stderr, reason = "cargo shows what a build script says")]
fn fail(sentence: &str) -> ! {
    eprintln!("{sentence}");
    exit(1)
}
