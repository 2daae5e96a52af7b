# What ./run, ./test and the Dockerfile share: installing what is missing, and building only what changed. Sourced, never run.
# Needs the .NET 10 SDK and Node 20; the rest comes from apt, NuGet and npm.

runtime_packages=(libtorch-dev libdnnl-dev libopenblas0-pthread libvips42 libsqlite3-0 g++ cmake make)
test_packages=(chromium fonts-noto-core)
root=${root:?setup.sh is sourced by a script that sets root}
stamps=$root/.build

fail() { printf '%s\n' "$*" >&2; exit 1; }

# Whether a Debian package is needed here: a libtorch named by LIBTORCH, or the NuGet package, takes the place of Debian's.
is_needed() {
  if [[ $1 =~ ^lib(torch|dnnl)-dev$ && ( -n ${LIBTORCH:-} || ${TORCH_PROVIDER:-System} != System ) ]]; then return 1; fi
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2> /dev/null) != installed ]]
}

# Installs the named Debian packages that are missing; where that is not allowed, prints the exact command and stops.
install_packages() {
  local missing=() package
  for package in "$@"; do if is_needed "$package"; then missing+=("$package"); fi; done
  if [[ ${#missing[@]} == 0 ]]; then return; fi
  if ! command -v apt-get > /dev/null; then
    fail "These Debian packages are missing: ${missing[*]}. Install their like on this system, then start again."
  fi
  local install=(apt-get install -y --no-install-recommends "${missing[@]}") sudo=()
  if [[ $EUID != 0 ]]; then
    if ! sudo -n true 2> /dev/null; then
      fail "Some packages are missing and may not be installed from here. Run this, then start again:"$'\n'"  sudo apt-get update && sudo ${install[*]}"
    fi
    sudo=(sudo)
  fi
  echo "Installing ${missing[*]} …" >&2
  mkdir -p "$stamps"
  if ! { "${sudo[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${sudo[@]}" "${install[@]}"; } > "$stamps/apt.log" 2>&1; then
    tail -n 20 "$stamps/apt.log" >&2
    fail "Installing failed; the whole log is .build/apt.log. Run this, then start again:"$'\n'"  apt-get update && ${install[*]}"
  fi
}

need_tool() {
  command -v "$1" > /dev/null || fail "$2 was not found. Install it from $3, then start again."
}

setup_runtime() {
  need_tool dotnet "The .NET 10 SDK" "https://dotnet.microsoft.com/download"
  need_tool npm "Node 20" "https://nodejs.org"
  install_packages "${runtime_packages[@]}"
}

setup_tests() {
  setup_runtime
  install_packages "${test_packages[@]}"
}

# A fingerprint of all that decides a build: every source file with its size and time, and the switches.
fingerprint() {
  {
    printf '%s\n' "$*" "${TORCH_PROVIDER:-}" "${LIBTORCH:-}" "${PartialMirror:-}"
    cd "$root" && find src wwwroot-assets tests Directory.* global.json \
      \( -name bin -o -name obj -o -name node_modules -o -name _framework -o -path wwwroot-assets/wwwroot -o -path '*/native/build' \) -prune \
      -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort
  } | sha256sum | cut -d' ' -f1
}

# Builds the named projects in Release; does nothing where nothing changed since the last time.
build_projects() {
  local stamp project
  stamp=$stamps/$(printf '%s' "$*" | tr -c 'A-Za-z0-9' '-').stamp
  mkdir -p "$stamps"
  if [[ -f $stamp && $(< "$stamp") == "$(fingerprint "$@")" ]]; then return; fi
  for project in "$@"; do
    echo "Building $project …" >&2
    (cd "$root" && dotnet build "$project" -c Release --nologo -v q -clp:ErrorsOnly) >&2 || fail "Building $project failed; the reasons are above."
  done
  fingerprint "$@" > "$stamp"
}
