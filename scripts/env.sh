# Sourced by the Makefile's recipes: the toolchain and the folders a build uses.
# Sets RUSTUP_TOOLCHAIN to Debian's Rust when the active toolchain cannot build for the browser.

has_wasm_target() {
  sysroot=$(RUSTUP_TOOLCHAIN="${1:-${RUSTUP_TOOLCHAIN:-}}" rustc --print sysroot 2>/dev/null) || return 1
  ls "$sysroot"/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib >/dev/null 2>&1
}

[ -z "${RUSTUP_TOOLCHAIN:-}" ] && unset RUSTUP_TOOLCHAIN
[ -d "$HOME/.cargo/bin" ] && case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) PATH="$HOME/.cargo/bin:$PATH" ;; esac
export PATH

if command -v rustup >/dev/null 2>&1 && ! has_wasm_target && has_wasm_target debian; then
  export RUSTUP_TOOLCHAIN=debian
fi

# A clean checkout on a build machine reuses what the last one compiled.
if [ "${CI:-}" = true ]; then
  export CARGO_TARGET_DIR="${XDG_CACHE_HOME:-$HOME/.cache}/earshot/target"
fi
# What .cargo/config.toml says for the usual target folder.
if [ -n "${CARGO_TARGET_DIR:-}" ]; then
  export PORTAL_SITE="$CARGO_TARGET_DIR/site/quick"
fi
