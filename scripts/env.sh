# Toolchain and folders of a build; sourced by the Makefile and by setup.sh. If the active Rust has no
# standard library for WebAssembly, the one built by setup.sh is used.

[ -z "${RUSTUP_TOOLCHAIN:-}" ] && unset RUSTUP_TOOLCHAIN
[ -d "$HOME/.cargo/bin" ] && case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) PATH="$HOME/.cargo/bin:$PATH" ;; esac
export PATH
# Only setup.sh lets rustup install missing parts, and reports it; a build does not.
export RUSTUP_AUTO_INSTALL=0

# The cache, for tools and libraries that take minutes to build; it is outside the checkout.
cache="${XDG_CACHE_HOME:-$HOME/.cache}/earshot"

has_wasm_std() {
  ls "$1"/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib >/dev/null 2>&1
}

# Prints the path of the cached sysroot for the active Rust; it may not exist.
private_sysroot() {
  printf '%s/sysroot/%s\n' "$cache" "$(rustc -vV | cksum | cut -d ' ' -f 1)"
}

# Succeeds if the active Rust can build WebAssembly; exports the required flags.
select_wasm_std() {
  system_sysroot=$(rustc --print sysroot 2>/dev/null) || return 1
  has_wasm_std "$system_sysroot" && return
  has_wasm_std "$(private_sysroot)" || return 1
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot=$(private_sysroot)"
}

# Falls back to Debian's Rust, if rustup has a toolchain of that name.
if ! select_wasm_std && rustup run debian rustc --version >/dev/null 2>&1; then
  export RUSTUP_TOOLCHAIN=debian
  select_wasm_std || true
fi

# On a build machine, a clean checkout reuses the previous build.
if [ "${CI:-}" = true ]; then
  export CARGO_TARGET_DIR="$cache/target"
fi
# Corresponds to .cargo/config.toml, which sets it for the default target folder.
if [ -n "${CARGO_TARGET_DIR:-}" ]; then
  export PORTAL_SITE="$CARGO_TARGET_DIR/site/quick"
fi
