# Ebbstone internal tool. Not for release outside the company without the
# consent of the data steward. It comes without any promise of fitness.
#
# Packs the month before last, one file per station, and writes the
# fingerprints into the book. Run with: sh nightly_pack.sh YYYY-MM
# It may be stopped and started again at any time: a finished pack is kept.

set -eu

month=${1:?which month, for example 2024-09}
out=packs/$month
book=packs/book.txt
mkdir -p "$out"

archive list-stations --month "$month" | while read -r station; do
    pack=$out/$station-$month.1
    if [ -e "$pack" ]; then
        echo "kept    $station"
        continue
    fi
    # Write beside the final name first. A half pack must never look whole.
    archive export --station "$station" --month "$month" > "$pack.part"
    minutes=$(archive count "$pack.part")
    gaps=$(archive gaps "$pack.part")
    if [ $((minutes + gaps)) -ne "$(archive minutes-of "$month")" ]; then
        echo "REFUSED $station: $minutes present and $gaps missing do not add up" >&2
        mv "$pack.part" "$pack.refused"
        continue
    fi
    mv "$pack.part" "$pack"
    sha256sum "$pack" >> "$book"
    echo "packed  $station"
done

# The book is sorted by file name so that two copies can be compared by eye.
sort -k 2 -u "$book" > "$book.new" && mv "$book.new" "$book"
