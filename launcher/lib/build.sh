# Sourced by the scripts beside it, after root is set: makes target/parley what the sources say.

# Says whether something the products are made of is newer than what was built.
is_stale() {
    [[ -e $root/target/parley/built ]] || return 0
    [[ -n $(find "$root/pom.xml" "$root/bnd.bnd" "$root/cnf" "$root/bundles" "$root/launcher" "$root/features" \
        \( -name target -o -path '*/src/test' -o -name '*.md' -o -name '*.bndrun' \) -prune -o \
        -type f -newer "$root/target/parley/built" -print -quit) ]]
}

# Runs Maven with the given words. On JDK 25, as it compiles within its own JVM and reads there the classes of tests that run in
# several. The words of build_within stand before the command.
build_within=()
maven() {
    local quiet="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Djansi.noreset=true"
    (cd "$root" && JAVA_HOME=$JDK MAVEN_OPTS="${MAVEN_OPTS:-} $quiet" ${build_within[@]+"${build_within[@]}"} mvn -B "$@")
}

# Runs Maven on the whole reactor with the given words; the sources as they are now count as built if that succeeds.
build() {
    local started=$root/target/build-started
    mkdir -p "$root/target"
    touch "$started"
    maven "$@" || return
    mv "$started" "$root/target/parley/built"
}

# Packages the given bundles and those that they need, none of which has to be installed, and lays what each needs to run beside it,
# into target/lib.
build_to_run() {
    local bundles=$1 bundle
    shift
    for bundle; do bundles+=,$bundle; done
    maven -q -Dstyle.color=never -pl "$bundles" -am -DskipTests package \
        dependency:copy-dependencies -DoutputDirectory=target/lib -DincludeScope=runtime >&2
}
