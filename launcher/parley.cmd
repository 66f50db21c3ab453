@echo off
rem Starts Parley on Windows; builds it first if it is not built. "launcher\parley --help" says what it can do.
setlocal EnableDelayedExpansion
set "ROOT=%~dp0.."
set "DIST=%ROOT%\target\parley"
set "JDK="
for %%D in ("%PARLEY_JAVA%" "%JAVA_HOME%") do if not defined JDK call :try "%%~D"
for %%V in ("Eclipse Adoptium" Java Microsoft Zulu BellSoft "Amazon Corretto") do (
    for /d %%D in ("%ProgramFiles%\%%~V\*") do if not defined JDK call :try "%%~D"
)
if not defined JDK (
    echo Parley needs JDK 25 and none was found: install one ^(winget install EclipseAdoptium.Temurin.25.JDK^), or name its directory in PARLEY_JAVA.>&2
    exit /b 1
)
if not exist "%DIST%\built" (
    where mvn >nul 2>nul || (
        echo Parley has to be built and there is no Maven: install it.>&2
        exit /b 1
    )
    echo Parley is being built; that takes some minutes the first time.>&2
    call mvn -q -B -f "%ROOT%\pom.xml" -DskipTests package 1>&2 || (
        echo Parley could not be built: see above.>&2
        exit /b 1
    )
    echo built>"%DIST%\built"
)
set "CP="
for %%J in ("%DIST%\lib\*.jar") do set "CP=!CP!;%%~fJ"
set "AOT="
if exist "%DIST%\cache\parley.aot" set "AOT=-XX:AOTCache=%DIST%\cache\parley.aot"
if defined AOT (set "AOT="%AOT%"")
endlocal & "%JDK%\bin\java.exe" "@%DIST%\lib\java.options" "-Djava.util.logging.config.file=%DIST%\lib\logging.properties" %AOT% %PARLEY_JAVA_OPTS% -cp "%CP:~1%" parley.launcher.Main %*
exit /b %ERRORLEVEL%

:try
if exist "%~1\release" findstr /b /c:"JAVA_VERSION=\"25" "%~1\release" >nul 2>nul && if exist "%~1\bin\javac.exe" set "JDK=%~1"
exit /b 0
