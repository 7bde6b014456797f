import type { TermGroup } from './term.ts'

/** Column names in English. Words of several parts are written together. */
export const englishTerms: readonly TermGroup[] = [
  {
    element: 'person.citizenNumber',
    weight: 0.75,
    terms:
      'idcard idcardno idcardnum idcardnumber idnumber identitycard identitycardno identitynumber citizenid citizenno citizennumber personid personidno idcode',
  },
  { element: 'person.citizenNumber', weight: 0.4, terms: 'idno idnum certno certnum certificatenum' },
  {
    element: 'certificate.number',
    weight: 0.55,
    terms:
      'certno certnum certificateno certificatenum certificatenumber licenseno licenceno licensenumber licencenumber permitno',
  },
  {
    element: 'person.name',
    weight: 0.7,
    terms:
      'firstname lastname fullname surname givenname familyname middlename personname realname contactname contactfirst contactlast applicantname ownername employeename empname',
  },
  { element: 'person.name', weight: 0.35, terms: 'username contact' },
  { element: 'person.sex', weight: 0.75, terms: 'sex gender' },
  { element: 'person.birthDate', weight: 0.8, terms: 'birthdate birthday dateofbirth dob birth' },
  { element: 'person.maritalStatus', weight: 0.75, terms: 'maritalstatus marriagestatus marital' },
  { element: 'person.ethnicGroup', weight: 0.6, terms: 'ethnicity ethnicgroup ethnic nation' },
  {
    element: 'person.mobilePhone',
    weight: 0.75,
    terms: 'mobile mobileno mobilephone mobilenumber cellphone cellno mobiletel',
  },
  {
    element: 'person.phone',
    weight: 0.75,
    terms: 'phone phoneno phonenumber phonenum tel telno telephone telephoneno telephonenumber contactphone fax faxno',
  },
  {
    element: 'person.address',
    weight: 0.7,
    terms: 'address addr homeaddress addressline streetaddress residence street',
  },
  { element: 'person.passport', weight: 0.75, terms: 'passport passportno passportnumber passportnum' },
  {
    element: 'organisation.creditCode',
    weight: 0.8,
    terms: 'creditcode uscc usci socialcreditcode unifiedcreditcode unifiedsocialcreditcode uniscid',
  },
  { element: 'organisation.organisationCode', weight: 0.5, terms: 'orgcode organizationcode organisationcode' },
  {
    element: 'organisation.name',
    weight: 0.65,
    terms:
      'companyname orgname organizationname organisationname enterprisename entname company employer corpname unitname deptname departmentname',
  },
  { element: 'organisation.name', weight: 0.45, terms: 'department customer supplier vendor' },
  { element: 'place.division', weight: 0.55, terms: 'divisioncode areacode regioncode districtcode adcode' },
  { element: 'place.name', weight: 0.55, terms: 'city province stateprovince county district town' },
  { element: 'place.country', weight: 0.65, terms: 'country countrycode countryname nationality' },
  { element: 'contact.email', weight: 0.8, terms: 'email emailaddress mail emailaddr' },
  { element: 'contact.postalCode', weight: 0.75, terms: 'postalcode postcode zip zipcode' },
  { element: 'event.date', weight: 0.65, terms: 'date day' },
  {
    element: 'event.datetime',
    weight: 0.6,
    terms: 'time datetime timestamp createdat updatedat createtime updatetime',
  },
  {
    element: 'money.amount',
    weight: 0.65,
    terms:
      'salary wage wages amount amt price cost fee budget balance payment income revenue money totalvalue bonus tax deposit minsalary maxsalary',
  },
  { element: 'bank.cardNumber', weight: 0.75, terms: 'bankcard bankcardno bankcardnumber cardnumber cardno' },
  { element: 'bank.accountNumber', weight: 0.65, terms: 'bankaccount bankaccountno accountno accountnumber iban' },
  { element: 'vehicle.plate', weight: 0.75, terms: 'plate plateno platenumber licenseplate carno vehicleno' },
]
