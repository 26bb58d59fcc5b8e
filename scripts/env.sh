# Sourced by the Makefile's recipes and by setup.sh: the toolchain and the folders a build uses.
# Where the active Rust has no standard library for the browser, uses the one setup.sh built.

[ -z "${RUSTUP_TOOLCHAIN:-}" ] && unset RUSTUP_TOOLCHAIN
[ -d "$HOME/.cargo/bin" ] && case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) PATH="$HOME/.cargo/bin:$PATH" ;; esac
export PATH
# setup.sh has rustup install what is missing, and says so; a build does not try again without it.
export RUSTUP_AUTO_INSTALL=0

# What takes minutes to make and is no part of a checkout.
cache="${XDG_CACHE_HOME:-$HOME/.cache}/earshot"

has_wasm_std() {
  ls "$1"/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib >/dev/null 2>&1
}

# The sysroot in the cache that belongs to the active Rust, whether it is there or not.
private_sysroot() {
  printf '%s/sysroot/%s\n' "$cache" "$(rustc -vV | cksum | cut -d ' ' -f 1)"
}

# Whether the active Rust can build for the browser; exports what it takes.
select_wasm_std() {
  system_sysroot=$(rustc --print sysroot 2>/dev/null) || return 1
  has_wasm_std "$system_sysroot" && return
  has_wasm_std "$(private_sysroot)" || return 1
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot=$(private_sysroot)"
}

# Debian's Rust, where rustup has it under that name and the active one cannot do it.
if ! select_wasm_std && rustup run debian rustc --version >/dev/null 2>&1; then
  export RUSTUP_TOOLCHAIN=debian
  select_wasm_std || true
fi

# A clean checkout on a build machine reuses what the last one compiled.
if [ "${CI:-}" = true ]; then
  export CARGO_TARGET_DIR="$cache/target"
fi
# What .cargo/config.toml says for the usual target folder.
if [ -n "${CARGO_TARGET_DIR:-}" ]; then
  export PORTAL_SITE="$CARGO_TARGET_DIR/site/quick"
fi
