#!/usr/bin/env bash
# Signs the bundle or the disk image, has Apple notarise it, and staples the answer to it. Runs on macOS only; never run so far.
#   sign_and_notarise.sh "dist/SQS Explorer.app" | dist/NAME.dmg
# Secrets, all or none, from the environment:
#   MACOS_CERTIFICATE            a "Developer ID Application" certificate with its key, .p12 in base64
#   MACOS_CERTIFICATE_PASSWORD   the password of the .p12
#   MACOS_NOTARY_KEY             a key for App Store Connect, .p8 in base64
#   MACOS_NOTARY_KEY_ID, MACOS_NOTARY_ISSUER
# Without them it says plainly that the result is unsigned, and ends well.
set -euo pipefail

# The one entitlement is for ctypes, by which keyring speaks to the Keychain: it makes callbacks at run time. Every library
# inside gets the same signature, so their validation stays on. (codesign takes no comments in that file.)
target=${1:?Name the bundle or the disk image.}
entitlements=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/entitlements.plist
secrets=(MACOS_CERTIFICATE MACOS_CERTIFICATE_PASSWORD MACOS_NOTARY_KEY MACOS_NOTARY_KEY_ID MACOS_NOTARY_ISSUER)

missing=()
for name in "${secrets[@]}"; do
  [[ -n ${!name:-} ]] || missing+=("$name")
done
if ((${#missing[@]} == ${#secrets[@]})); then
  echo "unsigned: $target (there are no signing secrets here; macOS will ask before it opens it)"
  exit 0
fi
if ((${#missing[@]})); then
  echo "Not signed: these secrets are missing: ${missing[*]}" >&2
  exit 1
fi
[[ -e $target ]] || { echo "There is no $target." >&2; exit 1; }

work=$(mktemp -d)
keychain=$work/signing.keychain-db
# read prints one line a keychain, in quotes; restored at the end whatever happens.
keychains_before=()
while IFS= read -r line; do
  line=${line#*\"}
  keychains_before+=("${line%\"*}")
done < <(security list-keychains -d user)
clean_up() {
  security list-keychains -d user -s "${keychains_before[@]}" || true
  security delete-keychain "$keychain" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

open_keychain() {
  local password
  password=$(uuidgen)
  base64 --decode <<<"$MACOS_CERTIFICATE" >"$work/certificate.p12"
  security create-keychain -p "$password" "$keychain"
  security set-keychain-settings -lut 3600 "$keychain"
  security unlock-keychain -p "$password" "$keychain"
  security import "$work/certificate.p12" -k "$keychain" -P "$MACOS_CERTIFICATE_PASSWORD" -T /usr/bin/codesign
  security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
  security list-keychains -d user -s "$keychain" "${keychains_before[@]}"
  rm "$work/certificate.p12"
}

# Prints the fingerprint of the certificate in the keychain.
find_identity() {
  security find-identity -v -p codesigning "$keychain" | awk '/Developer ID Application/ && !seen++ {print $2}'
}

sign() {
  codesign --force --timestamp --options runtime --sign "$identity" --keychain "$keychain" "$@"
}

# From the inside out: each library, then the bundle, which alone has entitlements.
sign_bundle() {
  while IFS= read -r -d "" file; do
    if [[ $(file -b "$file") == *Mach-O* ]]; then
      sign "$file"
    fi
  done < <(find "$target/Contents" -type f -print0)
  sign --entitlements "$entitlements" "$target"
  codesign --verify --deep --strict "$target"
}

notarise() {
  base64 --decode <<<"$MACOS_NOTARY_KEY" >"$work/notary.p8"
  xcrun notarytool submit "$1" --key "$work/notary.p8" --key-id "$MACOS_NOTARY_KEY_ID" \
    --issuer "$MACOS_NOTARY_ISSUER" --wait --timeout 45m
  rm "$work/notary.p8"
  xcrun stapler staple "$target"
}

open_keychain
identity=$(find_identity)
[[ $identity ]] || { echo "MACOS_CERTIFICATE holds no Developer ID Application certificate that is valid." >&2; exit 1; }
if [[ -d $target ]]; then
  sign_bundle
  ditto -c -k --keepParent "$target" "$work/bundle.zip"
  notarise "$work/bundle.zip"
  spctl --assess --type execute "$target"
else
  sign "$target"
  notarise "$target"
  spctl --assess --type open --context context:primary-signature "$target"
fi
echo "signed and notarised: $target"
