@echo off
rem Start Anxue: double-click this file. It only hands over to start.ps1, which says the rest in Chinese.
rem Plain ASCII with CRLF on purpose: cmd.exe reads this file in the code page of the machine.
setlocal
cd /d "%~dp0"
where powershell >nul 2>nul
if errorlevel 1 goto plain
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0start.ps1" %*
goto end
:plain
py -3 docs\deploy\boot.py %*
:end
if errorlevel 1 pause
endlocal
