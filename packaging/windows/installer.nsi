; The Windows installer: for one person, without an administrator. packages.py calls makensis with the defines:
;   VERSION 0.1.0, VERSION_NUMBERS 0.1.0.0, OUTPUT the file to write, SIZE_KIB what is installed, LISTS the folder with
;   install.nsh and uninstall.nsh (every file and folder of this version) and side.bmp (the colour of the last page's side),
;   TARGET x86-unicode, ICON an .ico file or nothing.
; Options: /S asks nothing; /D=FOLDER (last, without quotes) says where to.
; The uninstaller: /S asks nothing and keeps the settings; /SETTINGS=delete deletes them, too.
; Exit codes: 0 done, 2 ended by the person or a file could not be written, 3 the program is running, 4 the folder holds
; other files, 5 the version that was there could not be removed, 6 this Windows is too old.
; Tried under Wine, not on Windows itself; the release workflow tries it there.

Target ${TARGET}
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define NAME "SQS Explorer"
!define PROGRAM "sqs-explorer.exe"
; Never a plain uninstall.exe: an upgrade starts the one that it finds, and that must not be another program's.
!define UNINSTALLER "uninstall-sqs-explorer.exe"
!define ENTRIES "Software\Microsoft\Windows\CurrentVersion\Uninstall"
!define MEMORY "Software\${NAME}"
!define SETTINGS "$LOCALAPPDATA\sqs-explorer"
!define MESSAGES "Software\Classes\SQSExplorer.Messages" ; what Windows calls the type of an exported file
!define JSON_LINES "Software\Classes\.jsonl"
!define OPEN_COMMAND '"$INSTDIR\${PROGRAM}" "%1"'
!define OLDEST_BUILD 17763 ; Windows 10 1809, the oldest that Qt 6.11 runs on

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${MEMORY}" "Folder"
BrandingText "${NAME} ${VERSION}"
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION_NUMBERS}"
VIFileVersion "${VERSION_NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installer of ${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT License"

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_WELCOMEFINISHPAGE_BITMAP "${LISTS}/side.bmp"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE refuse_folder_on_page
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Var Entry    ; the registry key of this folder's installation: side by side, each folder has its own
Var Shortcut ; its name in the Start menu, without .lnk
Var Foreign  ; 1 when the folder holds other files

; End with a sentence, which a silent run leaves out, and an exit code.
!macro StopWith CODE TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend
!define StopWith "!insertmacro StopWith"

; A key's name holds no backslash and at most 255 characters.
!macro NameTheEntry
  ${WordReplace} "$INSTDIR" "\" "/" "+" $Entry
  StrCpy $Entry "${ENTRIES}\${NAME} in $Entry" 300
!macroend

; /ifempty alone looks for keys inside only, not for values.
!macro DeleteKeyIfEmpty KEY
  ClearErrors
  EnumRegValue $0 HKCU "${KEY}" 0
  ${If} ${Errors}
    DeleteRegKey /ifempty HKCU "${KEY}"
  ${EndIf}
!macroend

; Windows refuses to open for writing what it runs. The worker and the demo's server are the same file.
!macro WaitUntilClosed
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ${Do}
      ClearErrors
      FileOpen $0 "$INSTDIR\${PROGRAM}" a
      ${IfNot} ${Errors}
        FileClose $0
        ${Break}
      ${EndIf}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is running. Close its window, then try again." \
        /SD IDCANCEL IDRETRY +3
      SetErrorLevel 3
      Quit
    ${Loop}
  ${EndIf}
!macroend

Function .onInit
  SetShellVarContext current
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
  ${OrIfNot} ${RunningX64}
    ${StopWith} 6 "${NAME} needs a 64-bit Windows 10, version 1809 or newer."
  ${EndIf}
FunctionEnd

Function look_for_foreign_files
  StrCpy $Foreign 0
  ${If} ${FileExists} "$INSTDIR\${UNINSTALLER}"
    Return
  ${EndIf}
  FindFirst $0 $1 "$INSTDIR\*"
  ${DoWhile} $1 != ""
    ${If} $1 != "."
    ${AndIf} $1 != ".."
      StrCpy $Foreign 1
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

Function refuse_folder_on_page
  Call look_for_foreign_files
  ${If} $Foreign == 1
    MessageBox MB_OK|MB_ICONEXCLAMATION "This folder holds other files. Choose an empty folder."
    Abort
  ${EndIf}
FunctionEnd

; The uninstaller that is there knows what its version installed. It keeps the settings, the entry and the shortcut.
Function remove_version_here
  ${IfNot} ${FileExists} "$INSTDIR\${UNINSTALLER}"
    Return
  ${EndIf}
  DetailPrint "Removing the version that is there"
  ClearErrors
  ExecWait '"$INSTDIR\${UNINSTALLER}" /S /UPGRADE _?=$INSTDIR' $0
  ${If} ${Errors}
  ${OrIf} $0 != 0
  ${OrIf} ${FileExists} "$INSTDIR\${PROGRAM}"
    ${StopWith} 5 "The version in $INSTDIR could not be removed. Restart Windows, then install again."
  ${EndIf}
FunctionEnd

; An upgrade keeps its shortcut's name; a second folder takes a name that is free.
Function choose_shortcut
  ReadRegStr $Shortcut HKCU "$Entry" "Shortcut"
  ${If} $Shortcut != ""
    Return
  ${EndIf}
  StrCpy $Shortcut "${NAME}"
  StrCpy $0 1
  ${DoWhile} ${FileExists} "$SMPROGRAMS\$Shortcut.lnk"
    StrCpy $Shortcut "${NAME} ${VERSION}"
    ${If} $0 > 1
      StrCpy $Shortcut "${NAME} ${VERSION} ($0)"
    ${EndIf}
    IntOp $0 $0 + 1
  ${Loop}
FunctionEnd

; Windows shows the program below "Open with" of .jsonl files. Which program opens them by itself stays as it is.
Function offer_to_open_exports
  WriteRegStr HKCU "${MESSAGES}" "" "Exported SQS messages"
  WriteRegStr HKCU "${MESSAGES}\DefaultIcon" "" '"$INSTDIR\${PROGRAM}",0'
  WriteRegStr HKCU "${MESSAGES}\shell\open\command" "" '${OPEN_COMMAND}'
  WriteRegStr HKCU "${JSON_LINES}\OpenWithProgids" "SQSExplorer.Messages" ""
  ${RefreshShellIcons}
FunctionEnd

Section
  !insertmacro NameTheEntry
  Call look_for_foreign_files
  ${If} $Foreign == 1
    ${StopWith} 4 "$INSTDIR holds other files. Choose an empty folder."
  ${EndIf}
  !insertmacro WaitUntilClosed
  Call remove_version_here
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\${UNINSTALLER}" ; first, so that half an installation can be removed, too
  !include /CHARSET=UTF8 "${LISTS}/install.nsh"
  Call choose_shortcut
  SetOutPath "$PROFILE" ; where the program starts, so that file dialogs open there
  CreateShortcut "$SMPROGRAMS\$Shortcut.lnk" "$INSTDIR\${PROGRAM}" "" "" "" "" "" "Queues of Amazon SQS"
  WriteRegStr HKCU "${MEMORY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "$Entry" "Shortcut" "$Shortcut"
  WriteRegStr HKCU "$Entry" "DisplayName" "${NAME} ${VERSION}"
  WriteRegStr HKCU "$Entry" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "$Entry" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "$Entry" "Publisher" "SQS Explorer contributors"
  WriteRegStr HKCU "$Entry" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "$Entry" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "$Entry" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "$Entry" "EstimatedSize" ${SIZE_KIB}
  WriteRegDWORD HKCU "$Entry" "NoModify" 1
  WriteRegDWORD HKCU "$Entry" "NoRepair" 1
  Call offer_to_open_exports
SectionEnd

Function un.onInit
  SetShellVarContext current
FunctionEnd

; Removes the entry, the shortcut and, when the next installation would go here, the memory of the folder.
Function un.forget_installation
  ReadRegStr $Shortcut HKCU "$Entry" "Shortcut"
  ${If} $Shortcut != ""
    Delete "$SMPROGRAMS\$Shortcut.lnk"
  ${EndIf}
  DeleteRegKey HKCU "$Entry"
  ReadRegStr $0 HKCU "${MEMORY}" "Folder"
  ${If} $0 == $INSTDIR
    DeleteRegValue HKCU "${MEMORY}" "Folder"
  ${EndIf}
  DeleteRegKey /ifempty HKCU "${MEMORY}"
FunctionEnd

; The version that was installed last opens exports: an offer of another one stays.
Function un.withdraw_offer_to_open_exports
  ReadRegStr $0 HKCU "${MESSAGES}\shell\open\command" ""
  ${If} $0 != '${OPEN_COMMAND}'
    Return
  ${EndIf}
  DeleteRegKey HKCU "${MESSAGES}"
  DeleteRegValue HKCU "${JSON_LINES}\OpenWithProgids" "SQSExplorer.Messages"
  !insertmacro DeleteKeyIfEmpty "${JSON_LINES}\OpenWithProgids"
  !insertmacro DeleteKeyIfEmpty "${JSON_LINES}"
  ${RefreshShellIcons}
FunctionEnd

; Versions side by side share their settings. $3 becomes 1 when another one is still there.
Function un.look_for_another_copy
  StrCpy $3 0
  StrCpy $0 0
  StrLen $2 "${NAME} in "
  ${Do}
    EnumRegKey $1 HKCU "${ENTRIES}" $0
    IntOp $0 $0 + 1
    StrCpy $4 $1 $2
    ${If} $4 == "${NAME} in "
      StrCpy $3 1
    ${EndIf}
  ${LoopUntil} $1 == ""
FunctionEnd

Function un.ask_about_settings
  ${IfNot} ${FileExists} "${SETTINGS}\*"
    Return
  ${EndIf}
  Call un.look_for_another_copy
  ${If} $3 == 1
    Return
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/SETTINGS=" $1
  ${If} $1 != "delete"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Delete the settings, the activity and the record of unfinished \
moves, too?$\n$\nAccess keys stay in the Credential Manager of Windows." /SD IDNO IDYES +2
    Return
  ${EndIf}
  RMDir /r "${SETTINGS}"
FunctionEnd

Section "Uninstall"
  !insertmacro NameTheEntry
  !insertmacro WaitUntilClosed
  SetOutPath "$TEMP" ; a working folder cannot be removed
  !include /CHARSET=UTF8 "${LISTS}/uninstall.nsh"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $1
  ${If} ${Errors}
    Call un.forget_installation
    Call un.withdraw_offer_to_open_exports
    Call un.ask_about_settings
    Delete "$INSTDIR\${UNINSTALLER}"
    RMDir "$INSTDIR" ; only when nothing else lies in it
  ${EndIf}
SectionEnd
