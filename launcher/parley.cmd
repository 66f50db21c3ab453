@echo off
rem Starts Parley on Windows; builds it first if it is not built. "launcher\parley --help" says what it can do.
setlocal DisableDelayedExpansion
set "ROOT=%~dp0.."
set "DIST=%ROOT%\target\parley"
set "JDK="
call :try "%PARLEY_JAVA%"
call :try "%JAVA_HOME%"
for %%V in ("Eclipse Adoptium" Java Microsoft Zulu BellSoft "Amazon Corretto") do (
    for /d %%D in ("%ProgramFiles%\%%~V\*") do call :try "%%~D"
)
if not defined JDK (
    echo Parley needs JDK 25 and none was found: install one ^(winget install EclipseAdoptium.Temurin.25.JDK^), or name its directory in PARLEY_JAVA.>&2
    exit /b 1
)
if not exist "%DIST%\built" call :build || exit /b 1
set "CP="
for %%J in ("%DIST%\lib\*.jar") do call :add "%%~fJ"
set "AOT=%DIST%\cache\%~1.aot"
if exist "%AOT%" (set "AOT=-XX:AOTCache=%AOT%") else set "AOT=-Xshare:auto"
"%JDK%\bin\java.exe" "@%DIST%\lib\java.options" "-Djava.util.logging.config.file=%DIST%\lib\logging.properties" "-Dparley.distribution=%DIST%" "%AOT%" %PARLEY_JAVA_OPTS% -cp "%CP%" parley.launcher.Main %*
exit /b %ERRORLEVEL%

:try
if defined JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
findstr /b /c:"JAVA_VERSION=\"25" "%~1\release" >nul 2>nul && set "JDK=%~1"
exit /b 0

:add
if defined CP (set "CP=%CP%;%~1") else set "CP=%~1"
exit /b 0

:build
where mvn >nul 2>nul || (
    echo Parley has to be built and there is no Maven: install it.>&2
    exit /b 1
)
echo Building Parley, the first time only: 2 to 10 minutes, by the machine and the network...>&2
call mvn -q -B -f "%ROOT%\pom.xml" -DskipTests package 1>&2 || (
    echo Parley could not be built: see above.>&2
    exit /b 1
)
echo built>"%DIST%\built"
exit /b 0
