@echo off
rem The one door on Windows: the same verbs as ./run.
setlocal
cd /d "%~dp0"
set "PY=.venv\Scripts\python.exe"
if not exist "%PY%" (
    echo Setting up ^(once, a minute or two^) ...
    py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" || (
        echo Hotline Desk needs Python 3.11 or newer. Install it, then type run again.
        exit /b 1
    )
    py -3 -m venv .venv || exit /b 1
)
fc /b requirements.lock .venv\.set-up >nul 2>&1 || (
    "%PY%" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock || exit /b 1
    copy /y requirements.lock .venv\.set-up >nul
)
set "VERB=%~1"
if "%VERB%"=="" set "VERB=start"
set "REST="
:collect
shift
if not "%~1"=="" (
    set REST=%REST% %1
    goto collect
)
if "%VERB%"=="test"   ( "%PY%" -m pytest -n auto %REST% & exit /b )
if "%VERB%"=="check"  ( "%PY%" -m scripts.check %REST% & exit /b )
if "%VERB%"=="bench"  ( "%PY%" -m tests.benchmarks %REST% & exit /b )
if "%VERB%"=="faults" ( "%PY%" -m tests.faults %REST% & exit /b )
"%PY%" main.py %VERB% %REST%
exit /b
