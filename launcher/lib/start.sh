# Sourced by the scripts beside it, after root and JDK are set: what the JVM of a product is started with.

parley=$root/target/parley
options=("@$parley/lib/java.options" "-Djava.util.logging.config.file=$parley/lib/logging.properties" "-Dparley.distribution=$parley")
[[ $(uname) != Darwin ]] || options+=(-XstartOnFirstThread)
classpath=$(printf ':%s' "$parley"/lib/*.jar)
classpath=${classpath:1}

# Once after a build the JVM writes down which classes a product needs, so that its starts find them ready.
rehearse() {
    local product=$1 ahead=$parley/cache/$1.aot home arguments=()
    if [[ -e $ahead || -e $ahead.tried ]] || ! mkdir -p "$parley/cache" 2>/dev/null; then return 0; fi
    : >"$ahead.tried"
    home=$(mktemp -d)
    [[ $product != terminal ]] || arguments=(--json)
    [[ $product != relay ]] || arguments=(--json --listen 127.0.0.1:0)
    # A JVM that fails at it (which has been seen) leaves no report where somebody happens to be, and no cache.
    "$JDK/bin/java" "${options[@]}" -XX:+SuppressFatalErrorMessage -XX:AOTCacheOutput="$ahead.new" -Dparley.rehearsal=true -cp "$classpath" \
        parley.launcher.Main --home "$home" "$product" ${arguments[@]+"${arguments[@]}"} >/dev/null 2>&1 </dev/null || true
    [[ ! -s $ahead.new ]] || mv "$ahead.new" "$ahead"
    rm -rf "$home" "$ahead.new" "$ahead.new.config"
}
