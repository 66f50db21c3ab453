# Sourced by the scripts beside it. find_jdk sets JDK to the directory of a JDK 25, or explains and fails.

# A JDK writes its version into the file "release": reading it is faster than starting a JVM.
is_jdk_25() {
    local version
    [[ -x "$1/bin/javac" && -r "$1/release" ]] || return 1
    version=$(grep -m1 '^JAVA_VERSION=' "$1/release") || return 1
    [[ $version == 'JAVA_VERSION="25"'* || $version == 'JAVA_VERSION="25.'* || $version == 'JAVA_VERSION="25-'* ]]
}

# Where a JDK may be: named by the person, installed by a package, fetched by a tool, or on the PATH.
jdk_candidates() {
    printf '%s\n' "${PARLEY_JAVA:-}" "${JAVA_HOME:-}"
    printf '%s\n' /usr/lib/jvm/* /usr/java/* /opt/jdk* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home
    local java
    if java=$(command -v java); then
        java=$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")
        printf '%s\n' "${java%/bin/java}"
    fi
}

find_jdk() {
    local candidate
    while IFS= read -r candidate; do
        candidate=${candidate%/bin/java} # PARLEY_JAVA may name the program instead of its home
        if [[ -n $candidate ]] && is_jdk_25 "$candidate"; then
            JDK=$candidate
            return 0
        fi
    done < <(jdk_candidates)
    echo "Parley needs JDK 25 and none was found: install one (Debian: temurin-25-jdk from adoptium.net," \
        "macOS: brew install temurin@25), or name its directory in PARLEY_JAVA." >&2
    return 1
}
