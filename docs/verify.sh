#!/bin/sh
# Verifies the sign-offs of one landing without Countersign: with git, ssh-keygen, and sha256sum or openssl.
#
#   sh verify.sh [-t REF] [-s any|touch|verified] [-d] [-l LEVEL,…] [-n COUNT] [COMMIT]
#
#   -t  the protected branch (refs/heads/main)        -l  levels that count, all where it is left out
#   -s  what the policy asks of the key (any)         -n  how many people must have signed (1)
#   -d  the policy says passkeys: { synced: refuse }: one that may be synced counts as a key in a file
#
# Exits 0 if so many people of these levels signed exactly what landed, 1 if not, 3 if something is missing.
# Needs refs/countersign/* here:  git fetch origin '+refs/countersign/*:refs/countersign/*'
set -eu
LC_ALL=C; export LC_ALL
GIT_NO_REPLACE_OBJECTS=1; export GIT_NO_REPLACE_OBJECTS
target=refs/heads/main strength=any synced=allow levels= count=1
while getopts t:s:dl:n: option; do
  case $option in t) target=$OPTARG ;; s) strength=$OPTARG ;; d) synced=refuse ;; l) levels=$OPTARG ;; n) count=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
case $count in '' | 0* | *[!0-9]*) echo "-n $count: how many people must have signed, 1 or more" >&2; exit 2 ;; esac
ledger=refs/countersign/ledger
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

passed() { echo "  ok      $*"; }
failed() { echo "  FAILED  $*"; return 1; }
missing() { echo "  MISSING $*" >&2; exit 3; }
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else openssl dgst -sha256 -r; fi | cut -c1-64; }
unbase64() { tr -- '-_' '+/' | if command -v openssl >/dev/null; then openssl base64 -d -A; else base64 -d; fi; }
# Statements are canonical JSON: one line, no blanks. $1 is a path of member names, the outermost first.
member() { # FILE NAME: the first text of that name
  sed -n "s/.*\"$2\":\"\([^\"]*\)\".*/\1/p" "$1" | head -n 1
}
within() { # FILE OBJECT NAME: a text or number inside "OBJECT":{…} that holds no further object
  sed -n "s/.*\"$2\":{\([^{}]*\)}.*/,\1,/p" "$1" | sed -n "s/.*,\"$3\":\"\{0,1\}\([^\",]*\)\"\{0,1\},.*/\1/p"
}
# Hex to bytes, by octal escapes: all that POSIX printf knows.
bytes() { # HEX
  printf "$(printf %s "$1" | awk '{ h = "0123456789abcdef"; for (i = 1; i < length($0); i += 2) printf "\\%03o", (index(h, substr($0, i, 1)) - 1) * 16 + index(h, substr($0, i + 1, 1)) - 1 }')"
}
hex() { od -An -v -tx1 | tr -d ' \n'; }

commit=$(git rev-parse --verify --quiet "${1:-$target}^{commit}") || missing "no commit \`${1:-$target}\`"
parent=$(git rev-parse --verify --quiet "$commit^1") || missing "the commit before $commit: git fetch --unshallow"
git rev-parse --verify --quiet "$ledger^{commit}" >/dev/null || missing "no ledger here: git fetch origin '+refs/countersign/*:refs/countersign/*'"
tip=$(git rev-parse --verify --quiet "$target^{commit}") || tip=$(git rev-parse --verify --quiet "refs/remotes/origin/${target#refs/heads/}^{commit}") || missing "no branch $target"
if ! git rev-list --first-parent "$tip" | grep -qx "$commit"; then echo "not verified: $target did not come by $commit"; exit 1; fi
echo "landing $commit on $target"

# 1. What landed, as the change digest sees it: every path that differs, with the SHA-256 of both contents.
content() { # MODE ID
  case $1 in 000000 | 160000) printf -- - ;; *) git cat-file blob "$2" | sha256 | tr -d '\n' ;; esac
}
git diff-tree -r -z --no-renames --ignore-submodules=none --full-index "$parent" "$commit" >"$work/raw"
if [ "$(tr -cd '\n' <"$work/raw" | wc -c)" -ne 0 ]; then missing 'a path holds a line feed: this script cannot read it'; fi
format=$(git rev-parse --show-object-format 2>/dev/null || echo sha1)
printf 'countersign-change-v1\0%s\0' "$format" >"$work/list"
tr '\0' '\n' <"$work/raw" | while IFS= read -r line && IFS= read -r path; do
  set -- ${line#:}
  printf '%s %s %s %s %s %s %s\0%s\0' "$1" "$2" "$3" "$4" "$(content "$1" "$3")" "$(content "$2" "$4")" "$5" "$path"
done >>"$work/list"
landed=$(sha256 <"$work/list")
names() { git diff-tree -r -z --name-only --no-renames --ignore-submodules=none "$1" "$2" | tr '\0' '\n' | sort; }
names "$parent" "$commit" >"$work/paths"
# A sign-off lets its change land once: what was there since its base, and is not now, somebody took out.
landed_before() { # BASE: a landing after it that had all of this already
  git rev-list --first-parent "$1..$parent" | while read -r earlier; do
    names "$earlier" "$commit" >"$work/differ"
    if [ -z "$(comm -12 "$work/paths" "$work/differ")" ]; then echo "$earlier"; break; fi
  done
}
echo "  change digest $landed"

# 2. Who could sign: people.yaml of the commit before.
git cat-file blob "$parent:.countersign/people.yaml" >"$work/people.yaml" || missing "no people.yaml in $parent"
block() { # ID: the lines of one person
  awk -v id="$1" '/^[^ #]/ { section = $1 } section == "people:" && /^  [^ #]/ { name = $1; sub(/:.*/, "", name); gsub(/["\047]/, "", name); inside = (name == id) } section == "people:" && inside' "$work/people.yaml"
}
repository=$(sed -n 's/.*repository: *["'\'']\{0,1\}\([0-9a-f]\{64\}\).*/\1/p' "$work/people.yaml" | head -n 1)
[ -n "$repository" ] || missing 'people.yaml names no repository id'
git log --format='%ae%n%ce' "$parent..$commit" | tr 'A-Z' 'a-z' | sort -u >"$work/authors"

# 3. The tree of the ledger: the hashes of all leaves, and the root they give.
git cat-file blob "$ledger:checkpoint" >"$work/checkpoint" || missing 'the ledger has no checkpoint'
size=$(sed -n 2p "$work/checkpoint")
root=$(sed -n 3p "$work/checkpoint" | unbase64 | hex)
groups() { # NUMBER: x001/234, as tiles and envelopes are named
  printf '%03d' $(($1 % 1000)) >"$work/name"; rest=$(($1 / 1000))
  while [ "$rest" -gt 0 ]; do printf 'x%03d/%s' $((rest % 1000)) "$(cat "$work/name")" >"$work/name2"; mv "$work/name2" "$work/name"; rest=$((rest / 1000)); done
  cat "$work/name"
}
: >"$work/leaves"
tile=0
while [ $((tile * 256)) -lt "$size" ]; do
  width=$((size - tile * 256)); path=tile/0/$(groups $tile)
  [ "$width" -ge 256 ] || path=$path.p/$width
  git cat-file blob "$ledger:$path" | hex | awk '{ for (i = 1; i <= length($0); i += 64) print substr($0, i, 64) }' >>"$work/leaves"
  tile=$((tile + 1))
done
[ "$(wc -l <"$work/leaves")" -eq "$size" ] || missing 'the ledger lacks tiles'
cp "$work/leaves" "$work/level"
# RFC 6962: pairs from the left; a node without a neighbour goes up as it is.
while [ "$(wc -l <"$work/level")" -gt 1 ]; do
  paste -d ' ' - - <"$work/level" | while read -r left right; do
    if [ -n "$right" ]; then bytes "01$left$right" | sha256; else echo "$left"; fi
  done >"$work/next"
  mv "$work/next" "$work/level"
done
computed=$(cat "$work/level")
if [ "$size" -gt 0 ] && [ "$computed" = "$root" ]; then passed "the ledger's $size leaves give the root of its checkpoint"; else failed 'the leaves do not give the root of the checkpoint'; exit 1; fi

# 4. Each sign-off for exactly this.
flags_of() { # SIGNATURE FILE: the authenticator's flags and the page in hex, 256 for a file key (PROTOCOL.sshsig, PROTOCOL.u2f)
  sed -e '/^-----/d' "$1" | tr -d '\n' | unbase64 | hex | awk '
    function num(n,   v, i) { v = 0; for (i = 0; i < n; i++) { v = v * 256 + (index(h, substr($0, p, 1)) - 1) * 16 + index(h, substr($0, p + 1, 1)) - 1; p += 2 } return v }
    function skip(   n) { n = num(4); p += 2 * n; return n }
    { h = "0123456789abcdef"; p = 1 + 12 + 8; skip(); skip(); skip(); skip(); num(4)
      n = num(4); type = substr($0, p, 2 * n); p += 2 * n; skip()
      # "sk-" and "webauthn-sk-", which has the page after flags and counter
      page = index(type, "776562617574686e2d736b2d") == 1
      if (!page && index(type, "736b2d") != 1) { print 256; exit }
      flags = num(1); num(4); if (page) n = num(4)
      print flags, page ? substr($0, p, 2 * n) : "" }'
}
holds() { # ENTRY: every check of one sign-off; 2 where it is for something else
  git cat-file blob "$ledger:envelope/$(groups "$1").json" >"$work/envelope" 2>/dev/null || return 2
  member "$work/envelope" payload | unbase64 >"$work/payload" 2>/dev/null || return 2
  [ "$(member "$work/payload" predicateType)" = urn:countersign:sign-off:v1 ] || return 2
  verdict=$(member "$work/payload" verdict)
  [ "$(within "$work/payload" change digest)" = "$landed" ] || return 2
  person=$(within "$work/payload" person id)
  level=$(block "$person" | tr ',{}' '\n\n\n' | sed -n 's/^ *level: *["'\'']\{0,1\}\([^"'\'' ]*\).*/\1/p' | head -n 1)
  echo "entry $1: $verdict by ${person:-nobody} (${level:-not enrolled})"
  [ "$(member "$work/payload" repository)" = "$repository" ] || { failed 'it is for another repository'; return 1; }
  [ "$(member "$work/payload" target)" = "$target" ] || { failed "it is for another branch"; return 1; }
  base=$(within "$work/payload" base commit); head=$(within "$work/payload" head tree)
  [ "$verdict" != approve ] || git merge-base --is-ancestor "$base" "$parent" 2>/dev/null || { failed "its base ${base:-nothing} is not before this landing"; return 1; }
  again=; [ "$verdict" != approve ] || again=$(landed_before "$base")
  [ -z "$again" ] || { failed "it let this land at $again already"; return 1; }
  if [ "$head" = "$(git rev-parse "$commit^{tree}")" ]; then how=exact; else how=disjoint; fi
  passed "the same change was signed ($how)"
  git cat-file blob "$ledger:change/$(printf %.2s "$landed")/$landed" >"$work/signed" 2>/dev/null && cmp -s "$work/list" "$work/signed" || { failed 'the entry list beside it is not what landed'; return 1; }
  passed 'the entry list beside it is what landed, byte for byte'
  [ -n "$level" ] || { failed "\`$person\` is not enrolled"; return 1; }
  case $verdict in approve) asked=,$levels, ;; *) asked=,, ;; esac
  case $asked in ,, | *,"$level",*) passed "enrolled as $level" ;; *) failed "$level is not of $levels"; return 1 ;; esac
  block "$person" | grep -v revoked | grep -oE '(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+ AAAA[A-Za-z0-9+/=]+' | sed "s/^/$person namespaces=\"countersign\" /" >"$work/allowed_signers" || true
  member "$work/envelope" sig | unbase64 >"$work/sig"
  { printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c <"$work/payload")"; cat "$work/payload"; } >"$work/pae"
  said=$(ssh-keygen -Y verify -n countersign -f "$work/allowed_signers" -I "$person" -s "$work/sig" <"$work/pae" 2>&1) || { failed "ssh-keygen: $said"; return 1; }
  passed "$said"
  # Whoever had a hand in it may say no, with any key of theirs.
  [ "$verdict" = approve ] || return 0
  set -- "$1" $(flags_of "$work/sig"); flags=$2 page=$(bytes "${3:-}") given=any
  [ $((flags & 257)) -ne 0 ] || { failed 'nobody touched the security key'; return 1; }
  [ -z "$page" ] || block "$person" | tr -d '\\' | grep -o 'origin="[^"]*"' | tr '", ' '\n\n\n' | grep -qxF -e "$page" || { failed "no passkey of $person is enrolled for the page $page"; return 1; }
  if [ $((flags & 1)) -ne 0 ]; then given=touch; if [ $((flags & 4)) -ne 0 ]; then given=verified; fi; fi
  if [ $synced:$((flags & 8)) = refuse:8 ]; then given=any; fi
  case $strength:$given in
    any:* | touch:touch | touch:verified | verified:verified) passed "the key was used with: $given" ;;
    *) failed "the key was used with $given, and $strength is asked"; return 1 ;;
  esac
  block "$person" | grep -oE '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+' | tr 'A-Z' 'a-z' | sort -u >"$work/own"
  if [ -n "$(comm -12 "$work/own" "$work/authors")" ]; then failed "$person wrote or committed some of it"; return 1; fi
  passed 'the signer is no author or committer of it'
  key=$(printf %s "$said" | sed -n 's/.* \(SHA256:[A-Za-z0-9+/]*\).*/\1/p')
  printf '\0{"envelope":"%s","key":"%s","kind":"sign-off","payload":"%s","repository":"%s","v":1}' "$(sha256 <"$work/envelope")" "$key" "$(sha256 <"$work/payload")" "$repository" >"$work/leaf"
  [ "$(sed -n "$(($1 + 1))p" "$work/leaves")" = "$(sha256 <"$work/leaf")" ] || { failed 'its leaf is not in the tree'; return 1; }
  passed "its leaf is number $1 of the tree"
}
entry=0
: >"$work/words"
while [ "$entry" -lt "$size" ]; do
  if holds "$entry"; then echo "$person $verdict" >>"$work/words"; fi
  entry=$((entry + 1))
done
# Of each person the last word stands.
awk '{ last[$1] = $2 } END { for (person in last) print last[person] }' "$work/words" >"$work/last"
signers=$(grep -c '^approve$' "$work/last" || true)
if grep -q '^reject$' "$work/last"; then echo 'not verified: somebody rejected it'; exit 1; fi
if [ "$signers" -ge "$count" ]; then echo "verified: $signers signed exactly this"; exit 0; fi
echo "not verified: $signers of $count signed exactly this"
exit 1
